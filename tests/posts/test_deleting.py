"""A deleted paste is gone: the row, the files, the cached pages; that it was there is known."""

import asyncio
from datetime import timedelta

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from auth.models import User
from kernel.database import Sessions
from posts.drafts import draft_of_text
from posts.errors import PostDeleted, PostNotFound
from posts.models import EventKind, Post
from posts.pages import PageCache
from tests.doors import Door
from tests.posts.conftest import ContentFolder


@pytest.fixture
async def post(posts: Door, alice: User) -> Post:
    post: Post = await posts.publish(alice, draft_of_text("secret", title="note"))
    return post


async def test_nothing_of_a_deleted_paste_stays(
    posts: Door, alice: User, post: Post, folder: ContentFolder, sessions: Sessions
) -> None:
    await posts.delete(alice, post.id)
    assert folder.files() == set()
    async with sessions() as session:
        assert not await session.scalar(text("SELECT count(*) FROM posts.posts"))
        assert not await session.scalar(text("SELECT count(*) FROM posts.revisions"))
    assert (await posts.page_of(alice.id, 0, 10)).posts == []


async def test_it_is_known_to_have_been_there(posts: Door, alice: User, post: Post) -> None:
    await posts.delete(alice, post.id)
    with pytest.raises(PostDeleted) as gone:
        await posts.open(post.url, reader=None)
    assert gone.value.data == {"url": "alice/note"}


async def test_who_was_just_reading_hears_the_same(posts: Door, alice: User, post: Post) -> None:
    await posts.delete(alice, post.id)
    with pytest.raises(PostDeleted):
        await posts.content(post)


async def test_its_cached_pages_are_gone_too(posts: Door, alice: User, post: Post, redis: Redis) -> None:
    pages = PageCache(redis)
    for variant in ("en", "ru"):
        await pages.keep(post.url, variant, b"<p>secret")
    await posts.delete(alice, post.id)
    assert [await pages.find(post.url, variant) for variant in ("en", "ru")] == [None, None]


async def test_a_reader_who_began_before_puts_no_page_back(
    posts: Door, alice: User, post: Post, redis: Redis
) -> None:
    await posts.delete(alice, post.id)
    pages = PageCache(redis)
    await pages.keep(post.url, "en", b"<p>secret")
    assert await pages.find(post.url, "en") is None


async def test_somebody_elses_paste_is_not_there_to_delete(posts: Door, bob: User, post: Post) -> None:
    with pytest.raises(PostNotFound) as refusal:
        await posts.delete(bob, post.id)
    assert refusal.value.code == "post-not-found"
    assert await posts.open(post.url, reader=None) == post


async def test_of_two_who_delete_at_once_one_does(posts: Door, alice: User, post: Post) -> None:
    both = (posts.delete(alice, post.id) for _ in range(4))
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType"] + ["PostNotFound"] * 3
    assert len(await posts.due_events(EventKind.DELETED, timedelta(0), 10)) == 1


async def test_its_address_is_free_again(posts: Door, alice: User, post: Post) -> None:
    await posts.delete(alice, post.id)
    again = await posts.publish(alice, draft_of_text("new", title="note"))
    assert again.url == post.url
    assert await posts.open(post.url, reader=None) == again


async def test_it_is_deleted_even_when_redis_is_gone(
    posts: Door, posts_without_redis: Door, alice: User, post: Post, folder: ContentFolder
) -> None:
    await posts_without_redis.delete(alice, post.id)
    assert folder.files() == set()
    with pytest.raises(PostDeleted):
        await posts.open(post.url, reader=None)
    (event,) = await posts.due_events(EventKind.DELETED, timedelta(0), 10)
    assert event.url == post.url


async def test_it_is_deleted_even_when_its_file_cannot_be(
    posts: Door, alice: User, post: Post, folder: ContentFolder
) -> None:
    folder.obstruct(post.content_source)
    await posts.delete(alice, post.id)
    with pytest.raises(PostDeleted):
        await posts.open(post.url, reader=None)


async def test_what_happened_waits_in_the_outbox_until_it_is_handled(
    posts: Door, alice: User, post: Post
) -> None:
    await posts.delete(alice, post.id)
    for kind in EventKind:
        (event,) = await posts.due_events(kind, timedelta(0), 10)
        assert (event.post_id, event.author_id, event.url) == (post.id, alice.id, post.url)
        assert await posts.due_events(kind, timedelta(minutes=1), 10) == []
        await posts.events_handled([event.id])
        assert await posts.due_events(kind, timedelta(0), 10) == []
