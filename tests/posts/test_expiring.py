"""An expired paste is gone at once, and removed soon after."""

from datetime import UTC, datetime, timedelta

from posts.errors import ExpiryNotInFuture, PostDeleted, PostExpired, PostNotFound
from posts.models import EventKind, Terms
from posts.texts.drafts import draft_of_file
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import happened, publish, refused

_HOUR = timedelta(hours=1)


async def test_until_it_expires_a_paste_is_there_and_its_author_may_change_the_time(posts, alice, bob, note):
    end = datetime.now(UTC) + _HOUR
    await refused(PostNotFound, posts.set_expiry(bob, note.id, end))
    limited = await posts.set_expiry(alice, note.id, end)
    assert limited.expires_at == end
    assert await posts.open(note.url, reader=None) == limited
    assert (await posts.page_of(alice.id, 0, 10)).posts == [limited]
    assert await posts.purge(10) == 0
    past = datetime.now(UTC)
    assert await refused(ExpiryNotInFuture, posts.set_expiry(alice, note.id, past)) == {"until": past}
    assert (await posts.own(alice, note.id)).expires_at == end
    assert (await posts.set_expiry(alice, note.id, None)).expires_at is None


async def test_an_expired_paste_cannot_be_read_or_changed(posts, alice, note, database):
    await database.expire(note)
    for reader in (None, alice.id):
        assert await refused(PostExpired, posts.open(note.url, reader=reader)) == {"url": "alice/note"}
    assert await posts.get(note.id) is None
    for words in ("", "text"):
        assert (await posts.page_of(alice.id, 0, 10, None, words)).posts == []
    for attempt in (
        posts.own(alice, note.id),
        posts.set_expiry(alice, note.id, None),
        posts.rename(alice, note.id, "new"),
        posts.restore(alice, note.id, 1),
        posts.delete(alice, note.id),
    ):
        await refused(PostExpired, attempt)


async def test_a_removed_paste_leaves_nothing_but_the_fact_that_it_expired(
    posts, alice, folder, database, redis
):
    file = draft_of_file("note", "Съешь же ещё этих булок".encode("cp1251"))
    post = await posts.publish(alice, file, Terms(lifetime=_HOUR))
    await posts.restore(alice, (await posts.reread(alice, post.id, "koi8-r")).id, 1)
    await cache_page(redis, post.url, "en", b"a text")
    await database.expire(post)
    assert (await publish(posts, alice, title="note")).url == "alice/note-2", "the address is not yet free"
    assert await posts.purge(10) == 1
    assert (len(folder.files()), await database.count("posts.posts")) == (1, 1)
    assert await cached_page(redis, post.url, "en") is None
    await refused(PostExpired, posts.open(post.url, reader=None))
    (event,) = await happened(posts, EventKind.EXPIRED, EventKind.DELETED)
    assert (event.kind, event.url, event.title) == (EventKind.EXPIRED, "alice/note", "note")
    assert (await publish(posts, alice, title="note")).url == "alice/note"


async def test_a_deleted_paste_that_expires_counts_as_deleted(posts, alice, note, database):
    await posts.delete(alice, note.id)
    await database.expire(note)
    assert await posts.purge(10) == 1
    await refused(PostDeleted, posts.open(note.url, reader=None))
    assert await happened(posts, EventKind.EXPIRED) == []
