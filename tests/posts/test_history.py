"""A paste has a revision for each of its last hundred texts, which can be read and restored."""

import asyncio
from hashlib import sha256
from typing import Any

import pytest

from auth.models import User
from posts.errors import PostDeleted, PostExpired, PostNotFound, RevisionNotFound
from posts.models import EventKind, Format, Post
from posts.texts.drafts import draft_of_file, draft_of_markdown, draft_of_text
from tests.doors import Door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import CHAT, ORIGIN, found, happened, publish, refused, revise

_PROGRAM = "import os\nprint(os.name)\n"
_RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n"
_CP1251 = _RUSSIAN.encode("cp1251")


@pytest.fixture
async def third(posts: Door, alice: User, note: Post) -> Any:
    """A paste with its third text."""
    await revise(posts, alice, note, "second text")
    return await revise(posts, alice, note, "third text")


@pytest.fixture
async def program(posts: Door, alice: User) -> Any:
    return await publish(posts, alice, _PROGRAM, "program")


async def numbers_of(posts: Door, post: Post) -> Any:
    return [revision.number for revision in await posts.revisions(post)]


async def test_a_new_text_is_the_next_revision_at_the_same_address(posts, alice, note, redis):
    await cache_page(redis, note.url, "en", b"a text")
    content = "вторая\nстрока".encode()
    new = await revise(posts, alice, note, content.decode())
    assert (new.revision, new.id, new.url, new.title) == (2, note.id, note.url, note.title)
    assert (new.size, new.lines, new.sha256) == (len(content), 2, sha256(content).hexdigest())
    assert await posts.content(new) == content
    assert await posts.open(note.url, reader=None) == new
    assert [revision.size for revision in await posts.revisions(new)] == [len(content), len(b"a text")]
    old = await posts.revision(new, 1)
    assert await posts.content(old) == b"a text"
    assert old.created_at == note.created_at < new.updated_at
    assert await cached_page(redis, note.url, "en") is None
    (event,) = await happened(posts, EventKind.CHANGED)
    assert event.url == note.url


async def test_the_same_text_once_more_changes_nothing(posts, alice, note, folder):
    assert await posts.revise(alice, CHAT, note, draft_of_text("a text", title="other")) == note
    for draft in (draft_of_text("a text", origin=ORIGIN), draft_of_file("a.txt", b"a text", origin=ORIGIN)):
        assert await posts.revise(alice, CHAT, note, draft) == note
        assert await posts.from_message(ORIGIN) == note
        assert await posts.submit(alice, CHAT, draft) == note
    assert await numbers_of(posts, note) == [1]
    assert folder.files() == {note.content_source}
    assert await happened(posts, EventKind.CHANGED) == []


async def test_an_earlier_text_is_a_new_revision(posts, alice, note):
    for text in ("second text", "a text"):
        last = await revise(posts, alice, note, text)
    assert last.revision == 3
    assert await numbers_of(posts, note) == [3, 2, 1]


async def test_of_simultaneous_texts_none_is_lost(posts, alice, note, folder):
    texts = [f"text {number}" for number in range(8)]
    revised = await asyncio.gather(*(revise(posts, alice, note, text) for text in texts))
    assert sorted(post.revision for post in revised) == list(range(2, 10))
    assert await numbers_of(posts, note) == list(range(9, 0, -1))
    assert [await posts.content(post) for post in revised] == [text.encode() for text in texts]
    now = await posts.own(alice, note.id)
    assert await posts.content(now) == await posts.content(await posts.revision(now, 9))
    assert len(folder.files()) == 9


async def test_a_simultaneous_new_text_and_new_title_are_both_found(posts, alice, note):
    for number in range(4):
        await asyncio.gather(
            revise(posts, alice, note, f"kangaroo{number} hops"),
            posts.rename(alice, note.id, f"wombat{number}"),
        )
        assert await found(posts, alice, f"wombat{number} kangaroo{number}") == [f"wombat{number}"]


async def test_only_its_author_changes_a_paste_and_only_as_long_as_it_lasts(
    posts, alice, bob, third, database
):
    await refused(RevisionNotFound, posts.restore(alice, third.id, 9))
    await refused(PostNotFound, revise(posts, bob, third, "mine"))
    await refused(PostNotFound, posts.restore(bob, third.id, 1))
    await refused(PostNotFound, posts.clear_history(bob, third.id))
    assert len(await posts.revisions(third)) == 3
    await database.expire(third)
    await refused(PostExpired, revise(posts, alice, third, "fourth text"))
    await posts.purge(1)
    await refused(PostExpired, revise(posts, alice, third, "fourth text"))


async def test_the_latest_revision_comes_first_and_others_are_not_found(posts, alice, third):
    revisions = await posts.revisions(third)
    assert [revision.number for revision in revisions] == [3, 2, 1]
    assert [await posts.content(one) for one in revisions] == [b"third text", b"second text", b"a text"]
    for number in (0, 4, -1, 2**31 - 1):
        await refused(RevisionNotFound, posts.revision(third, number))
    other = await publish(posts, alice, "another")
    await refused(RevisionNotFound, posts.revision(other, 2))


async def test_a_restored_text_is_a_new_revision(posts, alice, third):
    assert await posts.restore(alice, third.id, 3) == third, "which is the present one"
    restored = await posts.restore(alice, third.id, 1)
    assert (restored.revision, restored.sha256) == (4, (await posts.own(alice, third.id)).sha256)
    assert await posts.content(restored) == b"a text"
    assert await numbers_of(posts, third) == [4, 3, 2, 1]


async def test_a_cleared_history_leaves_only_the_present_text(posts, alice, third, folder):
    second = await posts.revision(third, 2)
    await posts.clear_history(alice, third.id)
    assert await numbers_of(posts, third) == [3]
    assert folder.files() == {third.content_source}
    assert await posts.content(await posts.open(third.url, reader=None)) == b"third text"
    await refused(PostDeleted, posts.content(second))


async def test_clearing_and_revising_at_once_lose_no_present_text(posts, alice, third):
    new = (revise(posts, alice, third, f"text {number}") for number in range(4))
    await asyncio.gather(posts.clear_history(alice, third.id), *new)
    now = await posts.own(alice, third.id)
    assert now.revision == 7
    assert await posts.content(now) == await posts.content(await posts.revision(now, 7))


async def test_the_hundred_and_first_revision_deletes_the_first_with_its_file(
    posts, alice, note, folder, database
):
    await database.does(
        "INSERT INTO posts.revisions (post_id, number, content_source, size, sha256)"
        " SELECT post_id, n, 'aa/' || n, 1, n FROM posts.revisions, generate_series(2, 99) n"
    )
    await database.does("UPDATE posts.posts SET revision = 99")
    await revise(posts, alice, note, "text 100")
    assert note.content_source in folder.files()
    last = await revise(posts, alice, note, "text 101")
    assert await numbers_of(posts, last) == list(range(101, 1, -1))
    assert note.content_source not in folder.files()
    assert len(folder.files()) == 2


async def test_a_restored_text_has_its_language_and_its_format(posts, alice, program, database):
    formatted = draft_of_markdown("**bold**", plain="bold")
    assert (await posts.revise(alice, CHAT, program, formatted)).format is Format.MARKDOWN
    kinds = [("markdown", Format.MARKDOWN), ("python", Format.PLAIN)]
    assert [(one.language, one.format) for one in await posts.revisions(program)] == kinds
    restored = await posts.restore(alice, program.id, 1)
    assert (restored.language, restored.format) == ("python", Format.PLAIN)
    again = await posts.restore(alice, program.id, 2)
    assert (again.language, again.format, again.revision) == ("markdown", Format.MARKDOWN, 4)
    await posts.restore(alice, program.id, 1)
    # As earlier versions of Postebin have left them: the language is that of the paste.
    await database.does("UPDATE posts.revisions SET language = NULL, format = NULL")
    restored = await posts.restore(alice, program.id, 2)
    assert (restored.language, restored.format) == ("python", Format.PLAIN)


async def test_a_language_that_is_set_later_is_that_of_the_present_text(posts, alice, program):
    await revise(posts, alice, program, "print(1)")
    named = await posts.set_language(alice, program.id, "python2")
    assert [one.language for one in await posts.revisions(named)] == ["python2", "python"]
    await revise(posts, alice, program, _PROGRAM)
    restored = await posts.restore(alice, program.id, 1)
    assert (restored.revision, restored.language) == (4, "python"), "though the text is the same"


async def test_a_restored_file_has_its_bytes_while_they_are_stored(posts, alice, folder):
    post = await posts.publish(alice, draft_of_file("notes.txt", _CP1251))
    assert [one.encoding for one in await posts.revisions(post)] == ["windows-1251"]
    assert await posts.restore(alice, post.id, 1) == post
    await posts.reread(alice, post.id, "koi8-r")
    back = await posts.restore(alice, post.id, 1)
    assert (back.encoding, await posts.original(back)) == ("windows-1251", _CP1251)
    third = await posts.reread(alice, post.id, "cp866")
    assert await posts.content(third) == _CP1251.decode("cp866").encode()
    assert len(folder.files()) == 5, "four texts and one file"


async def test_a_restored_file_whose_bytes_are_gone_is_as_if_it_were_typed(posts, alice):
    utf_8 = await posts.publish(alice, draft_of_file("notes.txt", _RUSSIAN.encode()))
    await revise(posts, alice, utf_8, "typed")
    back = await posts.restore(alice, utf_8.id, 1)
    assert (back.encoding, back.original_source) == ("utf-8", None)
    assert await posts.original(back) == _RUSSIAN.encode(), "for this one is its text"
    for content in (_CP1251, _RUSSIAN.encode("utf-16"), _RUSSIAN.encode() + b"\xff"):
        post = await posts.publish(alice, draft_of_file("notes.txt", content))
        for meanwhile in (draft_of_text("typed"), draft_of_file("notes.txt", "другой".encode("koi8-r"))):
            await posts.revise(alice, CHAT, post, meanwhile)
            back = await posts.restore(alice, post.id, 1)
            assert (back.encoding, back.sha256) == (None, post.sha256)
            await refused(PostNotFound, posts.original(back))
