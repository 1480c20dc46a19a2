"""Pastes to be read once: one reader gets the text, and then it is deleted."""

import asyncio

import pytest
from redis.asyncio import Redis

from auth.models import User
from posts.errors import PostBurned, PostDeleted, PostExpired, PostNotFound
from posts.models import EventKind, Post, Terms, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import CHAT, ContentFolder, Database, happened


@pytest.fixture
async def secret(posts: Door, alice: User) -> Post:
    once = Terms(burn_after_read=True)
    post: Post = await posts.publish(alice, draft_of_text("for your eyes", title="secret"), once)
    return post


async def test_only_the_first_reader_reads_it(posts: Door, secret: Post, folder: ContentFolder) -> None:
    assert await posts.burn(secret.url, reader=None) == (secret, b"for your eyes")
    assert folder.files() == set()
    for reading in (posts.burn(secret.url, reader=None), posts.open(secret.url, reader=None)):
        with pytest.raises(PostBurned) as gone:
            await reading
        assert gone.value.data == {"url": "alice/secret"}


async def test_of_twenty_at_once_one_reads_it(posts: Door, secret: Post, folder: ContentFolder) -> None:
    readings = (posts.burn(secret.url, reader=None) for _ in range(20))
    outcomes = await asyncio.gather(*readings, return_exceptions=True)
    read = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    assert read == [(secret, b"for your eyes")]
    assert sum(type(outcome) is PostBurned for outcome in outcomes) == 19
    assert folder.files() == set()
    assert len(await happened(posts, EventKind.BURNED)) == 1


async def test_its_event_names_the_paste(posts: Door, alice: User, secret: Post) -> None:
    await posts.burn(secret.url, reader=None)
    (event,) = await happened(posts, EventKind.BURNED)
    assert (event.post_id, event.author_id, event.title) == (secret.id, alice.id, "secret")


async def test_to_look_whether_it_is_there_burns_nothing(posts: Door, secret: Post) -> None:
    assert await posts.open(secret.url, reader=None) == secret
    assert await posts.burn(secret.url, reader=None) == (secret, b"for your eyes")


async def test_its_history_burns_with_it(
    posts: Door, alice: User, secret: Post, folder: ContentFolder, database: Database
) -> None:
    await posts.revise(alice, CHAT, secret, draft_of_text("second secret"))
    await posts.rename(alice, secret.id, "new name")
    _, content = await posts.burn("alice/new-name", reader=None)
    assert (content, folder.files()) == (b"second secret", set())
    for table in ("posts", "revisions", "redirects"):
        assert await database.count(f"posts.{table}") == 0


async def test_another_paste_is_read_and_stays(posts: Door, note: Post) -> None:
    for _ in range(2):
        assert await posts.burn(note.url, reader=None) == (note, b"a text")
    assert await happened(posts, EventKind.BURNED) == []


async def test_what_is_gone_otherwise_does_not_burn(
    posts: Door, alice: User, secret: Post, database: Database
) -> None:
    await posts.delete(alice, secret.id)
    with pytest.raises(PostDeleted):
        await posts.burn(secret.url, reader=None)
    await posts.undelete(alice, secret.id)
    await database.expire(secret)
    with pytest.raises(PostExpired):
        await posts.burn(secret.url, reader=None)
    assert await happened(posts, EventKind.BURNED) == []
    assert await database.count("posts.posts") == 1


async def test_who_may_not_read_it_does_not_burn_it(
    posts: Door, alice: User, bob: User, secret: Post
) -> None:
    await posts.set_visibility(alice, secret.id, Visibility.PRIVATE)
    with pytest.raises(PostNotFound):
        await posts.burn(secret.url, reader=bob.id)
    _, content = await posts.burn(secret.url, reader=alice.id)
    assert content == b"for your eyes"


async def test_what_cannot_be_read_now_can_be_later(posts: Door, secret: Post, folder: ContentFolder) -> None:
    folder.hide(secret.content_source)
    with pytest.raises(PostDeleted):
        await posts.burn(secret.url, reader=None)
    folder.show(secret.content_source)
    assert await posts.burn(secret.url, reader=None) == (secret, b"for your eyes")


async def test_no_cache_shows_it(posts: Door, secret: Post, redis: Redis) -> None:
    await cache_page(redis, secret.url, "en", b"secret")
    await posts.burn(secret.url, reader=None)
    assert await cached_page(redis, secret.url, "en") is None
