"""An expired paste is gone at once, and removed soon after."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from auth.models import User
from posts.errors import ExpiryNotInFuture, PostDeleted, PostExpired, PostNotFound
from posts.models import EventKind, Post, Terms
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import ContentFolder, Database, happened

_HOUR = timedelta(hours=1)


async def test_until_then_it_is_there(posts: Door, alice: User, note: Post) -> None:
    end = datetime.now(UTC) + _HOUR
    limited = await posts.set_expiry(alice, note.id, end)
    assert limited.expires_at == end
    assert await posts.open(note.url, reader=None) == limited
    assert (await posts.page_of(alice.id, 0, 10)).posts == [limited]
    assert await posts.purge(10) == 0


async def test_from_that_second_on_it_is_not(
    posts: Door, alice: User, note: Post, database: Database
) -> None:
    await database.expire(note)
    for reader in (None, alice.id):
        with pytest.raises(PostExpired) as gone:
            await posts.open(note.url, reader=reader)
        assert gone.value.data == {"url": "alice/note"}
    with pytest.raises(PostNotFound):
        await posts.own(alice, note.id)
    assert await posts.get(note.id) is None
    for words in ("", "text"):
        assert (await posts.page_of(alice.id, 0, 10, None, words)).posts == []


async def test_its_time_cannot_be_lengthened_any_more(
    posts: Door, alice: User, note: Post, database: Database
) -> None:
    await database.expire(note)
    for change in (
        posts.set_expiry(alice, note.id, None),
        posts.rename(alice, note.id, "new"),
        posts.restore(alice, note.id, 1),
        posts.delete(alice, note.id),
    ):
        with pytest.raises(PostNotFound):
            await change


async def test_soon_nothing_of_it_is_there_and_that_it_was_is_known(
    posts: Door, alice: User, folder: ContentFolder, database: Database
) -> None:
    file = draft_of_file("note", "Съешь же ещё этих булок".encode("cp1251"))
    post = await posts.publish(alice, file, Terms(lifetime=_HOUR))
    await posts.restore(alice, (await posts.reread(alice, post.id, "koi8-r")).id, 1)
    await database.expire(post)
    assert await posts.purge(10) == 1
    assert (folder.files(), await database.count("posts.posts")) == (set(), 0)
    with pytest.raises(PostExpired):
        await posts.open(post.url, reader=None)
    (event,) = await happened(posts, EventKind.EXPIRED, EventKind.DELETED)
    assert (event.kind, event.url, event.title) == (EventKind.EXPIRED, "alice/note", "note")


async def test_no_cache_shows_it_after_it_was_removed(
    posts: Door, note: Post, redis: Redis, database: Database
) -> None:
    await cache_page(redis, note.url, "en", b"a text")
    await database.expire(note)
    await posts.purge(10)
    assert await cached_page(redis, note.url, "en") is None


async def test_its_address_is_free_once_it_is_removed(
    posts: Door, alice: User, note: Post, database: Database
) -> None:
    await database.expire(note)
    assert (await posts.publish(alice, draft_of_text("x", title="note"))).url == "alice/note-2"
    await posts.purge(10)
    assert (await posts.publish(alice, draft_of_text("x", title="note"))).url == "alice/note"


async def test_never_is_a_choice_too(posts: Door, alice: User) -> None:
    post = await posts.publish(alice, draft_of_text("x"), Terms(lifetime=_HOUR))
    assert (await posts.set_expiry(alice, post.id, None)).expires_at is None


async def test_an_end_that_is_over_is_refused(posts: Door, alice: User, note: Post) -> None:
    past = datetime.now(UTC)
    with pytest.raises(ExpiryNotInFuture) as refusal:
        await posts.set_expiry(alice, note.id, past)
    assert refusal.value.data == {"until": past}
    assert (await posts.own(alice, note.id)).expires_at is None


async def test_only_its_author_sets_it(posts: Door, bob: User, note: Post) -> None:
    with pytest.raises(PostNotFound):
        await posts.set_expiry(bob, note.id, datetime.now(UTC) + _HOUR)


async def test_a_deleted_paste_that_expires_counts_as_deleted(
    posts: Door, alice: User, note: Post, database: Database
) -> None:
    await posts.delete(alice, note.id)
    await database.expire(note)
    assert await posts.purge(10) == 1
    with pytest.raises(PostDeleted):
        await posts.open(note.url, reader=None)
    assert await happened(posts, EventKind.EXPIRED) == []
