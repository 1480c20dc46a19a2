"""Credential warnings: the author of a pending draft decides who reads it."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis

from auth.models import User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.drafts.models import NotPublished
from posts.errors import DraftNotFound, PostNotFound
from posts.limits import Allowance
from posts.models import EventKind, Post, Terms, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door, posts_door
from tests.posts.conftest import CHAT, happened

# Put together here, so that no scanner takes this file for a leak.
TOKEN = "ghp_" + "a1B2c3D4e5F6" * 3


@pytest.mark.parametrize("visibility", list(Visibility))
async def test_a_new_paste_is_published_as_was_decided(
    posts: Door, alice: User, visibility: Visibility
) -> None:
    await posts.set_terms(alice, Terms(lifetime=timedelta(days=1)))
    pending = await posts.submit(alice, CHAT, draft_of_text(TOKEN))
    assert isinstance(pending, NotPublished)
    assert [one.kind for one in pending.credentials] == ["github-token"]
    post = await posts.release(alice, CHAT, pending.id, visibility)
    assert (post.visibility, post.expires_at is not None) == (visibility, True)
    assert TOKEN not in post.title, "a title is in the address"
    assert len(await happened(posts, EventKind.PUBLISHED)) == (visibility is Visibility.PUBLIC)
    with pytest.raises(DraftNotFound):
        await posts.release(alice, CHAT, pending.id, visibility)


async def test_a_paste_is_hidden_before_its_new_text_is_read(posts: Door, alice: User, note: Post) -> None:
    pending = await posts.revise(alice, CHAT, note, draft_of_text(TOKEN))
    revised = await posts.release(alice, CHAT, pending.id, Visibility.UNLISTED)
    assert (revised.visibility, await posts.content(revised)) == (Visibility.UNLISTED, TOKEN.encode())
    with pytest.raises(PostNotFound):
        await posts.open(note.url, reader=None)
    assert await posts.open(revised.url, reader=None) == revised


async def test_a_hidden_paste_is_not_shown_by_a_new_text(posts: Door, alice: User, note: Post) -> None:
    pending = await posts.revise(alice, CHAT, note, draft_of_text(TOKEN))
    await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    revised = await posts.release(alice, CHAT, pending.id, Visibility.PUBLIC)
    assert (revised.visibility, revised.revision) == (Visibility.PRIVATE, 2)


async def test_only_public_pastes_have_warnings(posts: Door, alice: User, note: Post) -> None:
    await posts.set_terms(alice, Terms(Visibility.PRIVATE))
    assert isinstance(await posts.submit(alice, CHAT, draft_of_text(TOKEN)), Post)
    hidden = await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    assert (await posts.revise(alice, CHAT, hidden, draft_of_text(TOKEN))).revision == 2
    assert await posts.credentials_in(await posts.own(alice, note.id))


async def test_deciding_who_reads_it_passes_no_limit(sessions, redis, storage, alice: User) -> None:
    posts = posts_door(sessions, redis, storage, Allowance(pastes_a_minute=1))
    await posts.submit(alice, CHAT, draft_of_text("first"))
    pending = await posts.submit(alice, CHAT, draft_of_text("second"))
    again = await posts.release(alice, CHAT, pending.id, Visibility.PUBLIC)
    assert isinstance(again, NotPublished)
    assert again.limit is not None


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.PRIVATE])
async def test_what_was_decided_counts_as_all_else_and_is_not_asked_again(
    sessions: Sessions, redis: Redis, storage: Storage, alice: User, visibility: Visibility
) -> None:
    posts = posts_door(sessions, redis, storage, Allowance(pastes_a_minute=1))
    warned = [await posts.submit(alice, CHAT, draft_of_text(f"{TOKEN} {number}")) for number in range(2)]
    assert isinstance(await posts.release(alice, CHAT, warned[0].id, visibility), Post)
    pending = await posts.release(alice, CHAT, warned[1].id, visibility)
    assert isinstance(pending, NotPublished)
    assert pending.limit is not None
    assert pending.limit.kind == "pastes"
    await redis.flushall()
    post = await posts.release(alice, CHAT, pending.id)
    assert (post.visibility, await posts.content(post)) == (visibility, f"{TOKEN} 1".encode())


async def test_of_two_decisions_at_once_the_first_counts(
    sessions: Sessions, redis: Redis, storage: Storage, alice: User
) -> None:
    posts = posts_door(sessions, redis, storage, Allowance(pastes_a_minute=1))
    warned = await posts.submit(alice, CHAT, draft_of_text(TOKEN))
    await posts.submit(alice, CHAT, draft_of_text("all that is allowed"))
    for visibility in (Visibility.PRIVATE, Visibility.PUBLIC):
        pending = await posts.release(alice, CHAT, warned.id, visibility)
        assert isinstance(pending, NotPublished)
        assert pending.limit is not None
    await redis.flushall()
    assert (await posts.release(alice, CHAT, warned.id)).visibility is Visibility.PRIVATE


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.PRIVATE])
async def test_so_does_the_next_text_of_a_paste(
    sessions: Sessions, redis: Redis, storage: Storage, alice: User, note: Post, visibility: Visibility
) -> None:
    posts = posts_door(sessions, redis, storage, Allowance(pastes_a_minute=1))
    warned = await posts.revise(alice, CHAT, note, draft_of_text(TOKEN))
    await posts.submit(alice, CHAT, draft_of_text("all that is allowed"))
    pending = await posts.release(alice, CHAT, warned.id, visibility)
    assert isinstance(pending, NotPublished)
    assert pending.limit is not None
    await redis.flushall()
    revised = await posts.release(alice, CHAT, pending.id)
    assert (revised.id, revised.revision, revised.visibility) == (note.id, 2, visibility)


async def test_of_a_paste_that_is_gone_it_is_published_as_was_decided(
    posts: Door, alice: User, note: Post
) -> None:
    warned = await posts.revise(alice, CHAT, note, draft_of_text(TOKEN))
    await posts.delete(alice, note.id)
    post = await posts.release(alice, CHAT, warned.id, Visibility.PRIVATE)
    assert (post.revision, post.visibility) == (1, Visibility.PRIVATE)
