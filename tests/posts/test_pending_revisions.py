"""A pending revision becomes the next text of its paste when it is released."""

import pytest
from redis.asyncio import Redis

from auth.models import User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.drafts.models import NotPublished
from posts.limits import Allowance
from posts.models import Post, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door, posts_door
from tests.posts.conftest import CHAT, ContentFolder


@pytest.fixture
def posts(sessions: Sessions, redis: Redis, storage: Storage) -> Door:
    """The services, with a limit of one paste a minute."""
    return posts_door(sessions, redis, storage, Allowance(pastes_a_minute=1))


@pytest.fixture
async def pending(posts: Door, alice: User, note: Post) -> NotPublished:
    await posts.submit(alice, CHAT, draft_of_text("all that is allowed"))
    outcome: NotPublished = await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    return outcome


async def a_minute_passes(redis: Redis) -> None:
    await redis.delete("posts:pastes:1")


async def test_before_that_the_paste_has_its_old_text(posts: Door, note: Post, pending: NotPublished) -> None:
    assert isinstance(pending, NotPublished)
    assert await posts.open(note.url, reader=None) == note


async def test_later_it_is_the_next_text_and_no_new_paste(
    posts: Door, alice: User, note: Post, pending: NotPublished, redis: Redis
) -> None:
    await a_minute_passes(redis)
    revised = await posts.release(alice, CHAT, pending.id)
    assert (revised.id, revised.revision, await posts.content(revised)) == (note.id, 2, b"second text")
    assert len((await posts.page_of(alice.id, 0, 10)).posts) == 2


async def test_too_early_it_stays_pending(
    posts: Door, alice: User, note: Post, pending: NotPublished, redis: Redis
) -> None:
    again = await posts.release(alice, CHAT, pending.id)
    assert isinstance(again, NotPublished)
    await a_minute_passes(redis)
    assert (await posts.release(alice, CHAT, again.id)).id == note.id


async def test_a_deleted_draft_changes_nothing(
    posts: Door, note: Post, pending: NotPublished, folder: ContentFolder
) -> None:
    await posts.delete_draft(CHAT, pending.id)
    assert await posts.open(note.url, reader=None) == note
    assert len(folder.files()) == 2


@pytest.mark.parametrize("visibility", list(Visibility))
async def test_if_its_paste_is_gone_it_becomes_a_new_one_that_is_no_more_public(
    posts: Door, alice: User, note: Post, redis: Redis, visibility: Visibility
) -> None:
    note = await posts.set_visibility(alice, note.id, visibility)
    await posts.submit(alice, CHAT, draft_of_text("all that is allowed"))
    pending = await posts.revise(alice, CHAT, note, draft_of_text("second text", title=note.title))
    assert not await posts.is_target_gone(alice, CHAT, pending.id)
    await posts.delete(alice, note.id)
    assert await posts.is_target_gone(alice, CHAT, pending.id)
    again = await posts.release(alice, CHAT, pending.id)
    assert isinstance(again, NotPublished)
    await a_minute_passes(redis)
    post = await posts.release(alice, CHAT, again.id)
    assert (post.title, post.revision, post.visibility) == ("note", 1, visibility)
    assert post.id != note.id
    assert await posts.content(post) == b"second text"


async def test_if_its_paste_was_to_be_read_once_it_becomes_a_private_one(
    posts: Door, alice: User, note: Post, redis: Redis
) -> None:
    note = await posts.set_burning(alice, note.id, burn=True)
    await posts.submit(alice, CHAT, draft_of_text("all that is allowed"))
    pending = await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    await posts.burn(note.url, None)
    await a_minute_passes(redis)
    assert (await posts.release(alice, CHAT, pending.id)).visibility is Visibility.PRIVATE


async def test_if_its_paste_was_brought_back_it_is_the_next_text(
    posts: Door, alice: User, note: Post, pending: NotPublished, redis: Redis
) -> None:
    await posts.delete(alice, note.id)
    await a_minute_passes(redis)
    await posts.undelete(alice, note.id)
    assert (await posts.release(alice, CHAT, pending.id)).revision == 2
