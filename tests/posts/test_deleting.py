"""A deleted paste is gone at once for everybody, and for ten minutes its author can bring it back."""

import asyncio
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from auth.models import User
from posts.errors import PostDeleted, PostNotFound
from posts.models import EventKind, Post
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import CHAT, happened


async def test_nobody_reads_a_deleted_paste_not_even_its_author(posts: Door, alice: User, note: Post) -> None:
    await posts.delete(alice, note.id)
    for reader in (None, alice.id):
        with pytest.raises(PostDeleted) as gone:
            await posts.open(note.url, reader=reader)
        assert gone.value.data == {"url": "alice/note"}
    assert await posts.get(note.id) is None
    assert (await posts.page_of(alice.id, 0, 10)).posts == []


async def test_its_cached_pages_are_gone_too(posts: Door, alice: User, note: Post, redis: Redis) -> None:
    for variant in ("en", "ru"):
        await cache_page(redis, note.url, variant, b"<p>secret")
    await posts.delete(alice, note.id)
    assert [await cached_page(redis, note.url, variant) for variant in ("en", "ru")] == [None, None]


async def test_somebody_elses_paste_is_not_there_to_delete(posts: Door, bob: User, note: Post) -> None:
    with pytest.raises(PostNotFound) as refusal:
        await posts.delete(bob, note.id)
    assert refusal.value.code == "post-not-found"
    assert await posts.open(note.url, reader=None) == note


async def test_what_is_deleted_stays_so_when_it_is_deleted_again(
    posts: Door, alice: User, note: Post
) -> None:
    gone = await posts.delete(alice, note.id)
    assert await posts.delete(alice, note.id) == gone
    assert len(await happened(posts, EventKind.DELETED)) == 1


async def test_of_some_who_delete_at_once_one_does(posts: Door, alice: User, note: Post) -> None:
    outcomes = await asyncio.gather(*(posts.delete(alice, note.id) for _ in range(4)))
    assert {gone.deleted_at for gone in outcomes} == {outcomes[0].deleted_at}
    assert len(await happened(posts, EventKind.DELETED)) == 1


async def test_its_address_stays_taken_as_long_as_it_can_come_back(
    posts: Door, alice: User, note: Post
) -> None:
    await posts.delete(alice, note.id)
    again = await posts.publish(alice, draft_of_text("new", title="note"))
    assert again.url == "alice/note-2"


@pytest.mark.parametrize("change", ["rename", "set_language"])
async def test_what_is_deleted_cannot_be_changed(posts: Door, alice: User, note: Post, change: str) -> None:
    await posts.delete(alice, note.id)
    with pytest.raises(PostNotFound):
        await getattr(posts, change)(alice, note.id, "python")
    with pytest.raises(PostNotFound):
        await posts.revise(alice, CHAT, note, draft_of_text("another text"))
    back = await posts.undelete(alice, note.id)
    assert (back.title, back.language, back.revision) == (note.title, note.language, 1)


async def test_it_is_deleted_even_when_redis_is_gone(
    posts: Door, posts_without_redis: Door, alice: User, note: Post
) -> None:
    await posts_without_redis.delete(alice, note.id)
    with pytest.raises(PostDeleted):
        await posts.open(note.url, reader=None)
    (event,) = await happened(posts, EventKind.DELETED)
    assert event.url == note.url


async def test_what_happened_waits_in_the_outbox_until_it_is_handled(
    posts: Door, alice: User, note: Post
) -> None:
    await posts.delete(alice, note.id)
    for kind in (EventKind.PUBLISHED, EventKind.DELETED):
        (event,) = await happened(posts, kind)
        assert (event.post_id, event.author_id, event.url, event.title) == (
            *(note.id, alice.id),
            *("alice/note", "note"),
        )
        assert await posts.claim_events([kind], timedelta(minutes=1), 10) == []
        await posts.complete_events([event.id])
        assert await happened(posts, kind) == []


async def test_events_of_several_kinds_come_together_and_no_others(
    posts: Door, alice: User, note: Post
) -> None:
    await posts.set_language(alice, note.id, "python")
    await posts.delete(alice, note.id)
    kinds = [event.kind for event in await happened(posts, EventKind.CHANGED, EventKind.DELETED)]
    assert kinds == [EventKind.CHANGED, EventKind.DELETED]
