"""A new text for a paste: the next revision, at the same address."""

import asyncio
from hashlib import sha256

import pytest
from redis.asyncio import Redis

from auth.models import User
from posts.errors import PostNotFound
from posts.models import EventKind, Post
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import CHAT, ORIGIN, ContentFolder, Database, found, happened


async def numbers_of(posts: Door, post: Post) -> list[int]:
    return [revision.number for revision in await posts.revisions(post)]


async def test_the_paste_has_the_new_text_and_knows_the_old(posts: Door, alice: User, note: Post) -> None:
    new = await posts.revise(alice, CHAT, note, draft_of_text("вторая\nстрока"))
    assert (new.revision, new.id, new.url, new.title) == (2, note.id, note.url, note.title)
    assert await posts.content(new) == "вторая\nстрока".encode()
    old = await posts.revision(new, 1)
    assert await posts.content(old) == b"a text"
    assert old.created_at == note.created_at < new.updated_at


async def test_its_figures_are_of_the_new_text(posts: Door, alice: User, note: Post) -> None:
    content = "вторая\nстрока".encode()
    new = await posts.revise(alice, CHAT, note, draft_of_text(content.decode()))
    assert (new.size, new.lines) == (len(content), 2)
    assert new.sha256 == sha256(content).hexdigest()
    assert [revision.size for revision in await posts.revisions(new)] == [len(content), len(b"a text")]
    assert await posts.open(note.url, reader=None) == new


async def test_the_same_text_once_more_changes_nothing(
    posts: Door, alice: User, note: Post, folder: ContentFolder
) -> None:
    assert await posts.revise(alice, CHAT, note, draft_of_text("a text", title="other")) == note
    assert await numbers_of(posts, note) == [1]
    assert folder.files() == {note.content_source}
    assert await happened(posts, EventKind.CHANGED) == []


async def test_the_same_text_in_another_message_is_no_other_paste_when_it_comes_twice(
    posts: Door, alice: User, note: Post
) -> None:
    for draft in (draft_of_text("a text", origin=ORIGIN), draft_of_file("a.txt", b"a text", origin=ORIGIN)):
        assert await posts.revise(alice, CHAT, note, draft) == note
        assert await posts.from_message(ORIGIN) == note
        assert await posts.submit(alice, CHAT, draft) == note


async def test_a_text_from_before_is_a_new_one(posts: Door, alice: User, note: Post) -> None:
    for text in ("second text", "a text"):
        last = await posts.revise(alice, CHAT, note, draft_of_text(text))
    assert last.revision == 3
    assert await numbers_of(posts, note) == [3, 2, 1]


async def test_of_some_at_once_none_is_lost(
    posts: Door, alice: User, note: Post, folder: ContentFolder
) -> None:
    texts = [f"text {number}" for number in range(8)]
    revised = await asyncio.gather(*(posts.revise(alice, CHAT, note, draft_of_text(text)) for text in texts))
    assert sorted(post.revision for post in revised) == list(range(2, 10))
    assert await numbers_of(posts, note) == list(range(9, 0, -1))
    assert [await posts.content(post) for post in revised] == [text.encode() for text in texts]
    now = await posts.own(alice, note.id)
    assert now.revision == 9
    assert await posts.content(now) == await posts.content(await posts.revision(now, 9))
    assert len(folder.files()) == 9


async def test_a_new_text_and_a_new_title_at_once_are_both_found(
    posts: Door, alice: User, note: Post
) -> None:
    for number in range(4):
        await asyncio.gather(
            posts.revise(alice, CHAT, note, draft_of_text(f"kangaroo{number} hops")),
            posts.rename(alice, note.id, f"wombat{number}"),
        )
        assert await found(posts, alice, f"wombat{number} kangaroo{number}") == [f"wombat{number}"]


async def test_only_the_author_revises_a_paste(posts: Door, bob: User, note: Post) -> None:
    with pytest.raises(PostNotFound):
        await posts.revise(bob, CHAT, note, draft_of_text("mine"))
    assert await posts.content(await posts.open(note.url, reader=None)) == b"a text"


async def test_an_ended_paste_cannot_be_revised(
    posts: Door, alice: User, note: Post, database: Database
) -> None:
    await database.expire(note)
    with pytest.raises(PostNotFound):
        await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    await posts.purge(1)
    with pytest.raises(PostNotFound):
        await posts.revise(alice, CHAT, note, draft_of_text("second text"))


async def test_its_cached_pages_are_forgotten(posts: Door, alice: User, note: Post, redis: Redis) -> None:
    await cache_page(redis, note.url, "en", b"a text")
    await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    assert await cached_page(redis, note.url, "en") is None
    (event,) = await happened(posts, EventKind.CHANGED)
    assert event.url == note.url
