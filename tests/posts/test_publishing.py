"""Drafts become pastes with an address, by the preferences of their author."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import text as sql

from auth.models import User
from kernel.database import Sessions
from kernel.storage import ContentKey
from posts.errors import PostNotFound
from posts.models import Draft, Origin, Post, PostUrl, Terms, Visibility
from posts.pastes.insert import NewPostRepository
from posts.texts.drafts import draft_of_file, draft_of_text, is_empty
from tests.doors import Door
from tests.posts.conftest import CHAT, ORIGIN, publish, refused, revise

_WEEK = timedelta(days=7)
_LETTER = PostUrl("alice/letter")


async def is_stored_byte_for_byte(posts: Door, author: User, text: str, title: str) -> None:
    post = await publish(posts, author, text, title)
    content = text.encode()
    assert await posts.content(post) == content
    assert (post.size, post.sha256, post.author) == (len(content), sha256(content).hexdigest(), "alice")
    assert "\0" not in post.title
    assert await posts.open(post.url, reader=None) == post


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    title=some.text(),
    text=some.text(some.characters(codec="utf-8"), min_size=1).filter(lambda text: not is_empty(text)),
)
async def test_any_text_is_stored_byte_for_byte(posts, alice, title: str, text: str) -> None:
    await is_stored_byte_for_byte(posts, alice, text, title)


async def test_odd_texts_are_stored_byte_for_byte(posts, alice):
    signs = "\ufeff\x1b[31mred\x07 🎉 👩‍👩‍👧 and \u202e bidi"
    for text in ("windows\r\nlines\r\n", "  spaces around  \n\n\n", signs, "x" * 1_000_000):
        await is_stored_byte_for_byte(posts, alice, text, "a\0b")


async def test_lines_are_counted_as_an_editor_does(posts, alice):
    for text, lines in (("one", 1), ("one\n", 1), ("one\ntwo", 2), ("one\r\ntwo\r\n", 2), ("\n\nx", 3)):
        assert (await publish(posts, alice, text)).lines == lines


async def test_a_taken_address_gets_the_next_free_number(posts, alice, bob):
    titles = ["note", "note 2", "note", "main.py", "main.py", "x" * 200, "x" * 200]
    urls = [(await publish(posts, alice, title=title)).url for title in titles]
    slugs = ["note", "note-2", "note-3", "main.py", "main-2.py", "x" * 64, "x" * 62 + "-2"]
    assert urls == [f"alice/{slug}" for slug in slugs]
    assert (await publish(posts, bob, title="note")).url == "bob/note"


async def test_the_hundredth_paste_of_a_title_finds_an_address(posts, alice, database):
    await database.copy(await publish(posts, alice, title="same"), range(2, 105))
    assert (await publish(posts, alice, title="same")).url == "alice/same-105"


async def test_simultaneous_pastes_of_one_title_all_get_an_address(posts, alice, folder):
    at_once = (publish(posts, alice, f"text {number}", "same") for number in range(8))
    published = await asyncio.gather(*at_once)
    assert len({post.url for post in published}) == 8
    assert [await posts.content(post) for post in published] == [f"text {n}".encode() for n in range(8)]
    assert len(folder.files()) == 8


async def test_one_message_makes_one_paste_even_if_it_is_handled_several_times_at_once(posts, alice, folder):
    draft = draft_of_text("hello", origin=ORIGIN)
    published = await asyncio.gather(*(posts.publish(alice, draft) for _ in range(6)))
    assert {post.id for post in published} == {(await posts.publish(alice, draft)).id}
    assert {published[0].content_source} == folder.files()
    assert len((await posts.page_of(alice.id, 0, 10)).posts) == 1


async def test_the_same_number_in_another_chat_or_of_another_bot_is_another_message(posts, alice):
    others = [Origin(1, 8, ORIGIN.message_id), Origin(2, ORIGIN.chat_id, ORIGIN.message_id), None, None]
    drafts = [draft_of_text("hello", origin=origin) for origin in (ORIGIN, *others)]
    assert len({(await posts.publish(alice, draft)).id for draft in drafts}) == 5


async def test_a_file_keeps_its_name_in_the_address(posts, alice):
    post = await posts.publish(alice, draft_of_file("Main.py", b"import os\r\n", file_name="Main.py"))
    assert (post.url, post.title, post.language) == ("alice/main.py", "Main.py", "python")
    assert await posts.content(post) == b"import os\r\n"


async def test_an_address_is_found_only_as_it_is(posts, note):
    others = "alice/Note alice/note/ alice alice/%6eote bob/note ../alice/note".split()
    for url in (*others, "x" * 10_000):
        await refused(PostNotFound, posts.open(url, reader=None))


async def test_an_author_finds_a_paste_by_its_id(posts, alice, bob, note):
    assert await posts.get(note.id) == await posts.own(alice, note.id) == note
    assert await posts.get(note.id + 1) is None
    await refused(PostNotFound, posts.own(bob, note.id))
    await refused(PostNotFound, posts.own(alice, note.id + 1))


@pytest.fixture
def insert(sessions: Sessions, alice: User) -> Any:
    async def insert(draft: Draft, url: PostUrl = _LETTER, **terms: Any) -> Post | None:
        async with sessions.begin() as session:
            new = (alice.id, url, draft, ContentKey("aa/a"), None, Terms(**terms))
            return await NewPostRepository(session).insert(*new)

    return insert


async def test_a_new_paste_is_inserted_with_its_first_revision(posts, insert):
    draft = replace(draft_of_text("# A\n\ntext", title="letter"), origin=ORIGIN, forwarded_from="Carol")
    made = await insert(draft, lifetime=timedelta(hours=1))
    assert made == await posts.open(_LETTER, None) == await posts.from_message(ORIGIN)
    assert made.expires_at - made.created_at == timedelta(hours=1)
    assert (made.revision, made.views, made.forwarded_from) == (1, 0, "Carol")
    (first,) = await posts.revisions(made)
    same = ("content_source", "size", "sha256", "language", "format")
    assert first.number == 1
    assert [getattr(first, name) for name in same] == [getattr(made, name) for name in same]


async def test_followers_get_an_event_only_of_a_listed_paste(insert, sessions):
    hidden: tuple[dict[str, Any], ...] = (
        {"visibility": Visibility.UNLISTED},
        {"visibility": Visibility.PRIVATE},
        {"burn_after_read": True},
    )
    for number, terms in enumerate(hidden):
        made = await insert(draft_of_text("text", title="letter"), PostUrl(f"alice/{number}"), **terms)
        assert not made.is_listed
    made = await insert(draft_of_text("text", title="letter"))
    assert made.is_listed
    async with sessions() as session:
        events = (await session.execute(sql("SELECT kind, post_id, url, title FROM posts.events"))).all()
    assert events == [("published", made.id, _LETTER, "letter")]


async def test_a_new_paste_ends_the_redirect_from_its_address_alone(posts, alice, note, insert, sessions):
    await posts.rename(alice, note.id, "poem")
    other = await publish(posts, alice, title="other")
    await posts.rename(alice, other.id, "elsewhere")
    made = await insert(draft_of_text("text"), note.url)
    assert (await posts.open(note.url, None)).id == made.id
    async with sessions() as session:
        assert (await session.scalars(sql("SELECT url FROM posts.redirects"))).all() == [other.url]


async def test_where_the_address_or_the_message_is_taken_nothing_is_inserted(
    posts, alice, note, insert, database
):
    async def rows() -> list[int]:
        tables = ("posts", "revisions", "redirects", "events")
        return [await database.count(f"posts.{table}") for table in tables]

    await posts.rename(alice, note.id, "poem")  # whose redirect is not to end
    await insert(replace(draft_of_text("text"), origin=ORIGIN))
    before = await rows()
    for url, origin in ((_LETTER, None), (note.url, ORIGIN)):
        assert await insert(replace(draft_of_text("again"), origin=origin), url) is None
        assert await rows() == before


async def test_without_a_choice_pastes_are_public_and_stay(posts, alice):
    assert await posts.terms_of(alice) == Terms(Visibility.PUBLIC, None, burn_after_read=False)
    post = await posts.submit(alice, CHAT, draft_of_text("text"))
    assert (post.visibility, post.expires_at, post.burn_after_read) == (Visibility.PUBLIC, None, False)


async def test_a_new_paste_has_the_terms_that_its_author_chose_last(posts, alice, bob, note):
    for visibility in Visibility:
        terms = Terms(visibility, _WEEK, burn_after_read=True)
        await posts.set_terms(alice, terms)
        assert await posts.terms_of(alice) == terms
        post = await posts.submit(alice, CHAT, draft_of_text("text"))
        assert (post.visibility, post.burn_after_read) == (visibility, True)
        assert post.expires_at == post.created_at + _WEEK
    exception = replace(draft_of_text("for all"), visibility=Visibility.UNLISTED)
    post = await posts.submit(alice, CHAT, exception)
    assert (post.visibility, post.expires_at) == (Visibility.UNLISTED, post.created_at + _WEEK)
    assert await posts.own(alice, note.id) == note
    revised = await revise(posts, alice, note, "second text")
    assert (revised.visibility, revised.expires_at, revised.burn_after_read) == (
        Visibility.PUBLIC,
        None,
        False,
    )
    assert (await posts.submit(bob, CHAT, draft_of_text("text"))).visibility is Visibility.PUBLIC
