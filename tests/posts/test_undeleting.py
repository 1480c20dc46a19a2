"""A deleted paste can be brought back for ten minutes."""

import asyncio

import pytest
from redis.asyncio import Redis

from auth.models import User
from posts.errors import PostMoved, PostNotFound, TooLateToUndo
from posts.models import EventKind, Post, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import CHAT, Database, happened


async def test_it_comes_back_with_its_addresses_and_its_history(posts: Door, alice: User, note: Post) -> None:
    await posts.rename(alice, note.id, "new name")
    before = await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    await posts.delete(alice, note.id)
    back = await posts.undelete(alice, note.id)
    assert (back.url, back.revision, back.deleted_at) == ("alice/new-name", 2, None)
    assert await posts.open(before.url, reader=None) == back
    assert await posts.content(back) == b"second text"
    assert [revision.number for revision in await posts.revisions(back)] == [2, 1]
    assert await posts.content((await posts.revisions(back))[1]) == b"a text"
    with pytest.raises(PostMoved):
        await posts.open("alice/note", reader=None)


async def test_it_is_listed_and_found_again(posts: Door, alice: User, note: Post) -> None:
    await posts.delete(alice, note.id)
    assert (await posts.page_of(alice.id, 0, 10, None, "text")).posts == []
    back = await posts.undelete(alice, note.id)
    assert (await posts.page_of(alice.id, 0, 10, None, "text")).posts == [back]


async def test_after_ten_minutes_it_is_too_late(
    posts: Door, alice: User, note: Post, database: Database
) -> None:
    await posts.delete(alice, note.id)
    await database.ago("posts.posts.deleted_at", "9 minutes 50 seconds")
    await posts.undelete(alice, note.id)
    await posts.delete(alice, note.id)
    await database.ago("posts.posts.deleted_at", "10 minutes")
    with pytest.raises(TooLateToUndo):
        await posts.undelete(alice, note.id)


async def test_only_the_author_undeletes_a_paste(posts: Door, alice: User, bob: User, note: Post) -> None:
    await posts.delete(alice, note.id)
    with pytest.raises(TooLateToUndo):
        await posts.undelete(bob, note.id)
    with pytest.raises(PostNotFound):
        await posts.open(note.url, reader=None)
    await posts.undelete(alice, note.id)
    with pytest.raises(TooLateToUndo):
        await posts.undelete(bob, note.id)


async def test_two_taps_bring_it_back_once(posts: Door, alice: User, note: Post) -> None:
    await posts.delete(alice, note.id)
    taps = (posts.undelete(alice, note.id) for _ in range(4))
    assert {post.id for post in await asyncio.gather(*taps)} == {note.id}
    assert len(await happened(posts, EventKind.CHANGED)) == 1


async def test_no_cache_says_any_more_that_it_is_gone(
    posts: Door, alice: User, note: Post, redis: Redis
) -> None:
    await posts.delete(alice, note.id)
    await redis.flushall()
    await cache_page(redis, note.url, "en", b"gone")
    await posts.undelete(alice, note.id)
    assert await cached_page(redis, note.url, "en") is None


async def test_an_address_that_it_left_later_does_not_say_that_it_was_deleted(
    posts: Door, alice: User, note: Post
) -> None:
    await posts.delete(alice, note.id)
    await posts.undelete(alice, note.id)
    await posts.set_visibility(alice, note.id, Visibility.UNLISTED)
    with pytest.raises(PostNotFound) as unknown:
        await posts.open("alice/note", reader=None)
    assert unknown.value.code == "post-not-found"
