"""A new text of a paste that a limit holds back is the paste's next text when it is released."""

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
    """Where one paste a minute is the most."""
    return posts_door(sessions, redis, storage, Allowance(pastes_a_minute=1))


@pytest.fixture
async def held(posts: Door, alice: User, note: Post) -> NotPublished:
    await posts.submit(alice, CHAT, draft_of_text("all that is allowed"))
    outcome: NotPublished = await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    return outcome


async def a_minute_passes(redis: Redis) -> None:
    await redis.delete("posts:pastes:1")


async def test_meanwhile_the_paste_has_its_old_text(posts: Door, note: Post, held: NotPublished) -> None:
    assert isinstance(held, NotPublished)
    assert await posts.open(note.url, reader=None) == note


async def test_later_it_is_the_pastes_and_no_new_paste(
    posts: Door, alice: User, note: Post, held: NotPublished, redis: Redis
) -> None:
    await a_minute_passes(redis)
    revised = await posts.release(alice, CHAT, held.id)
    assert (revised.id, revised.revision, await posts.content(revised)) == (note.id, 2, b"second text")
    assert len((await posts.page_of(alice.id, 0, 10)).posts) == 2


async def test_before_that_it_is_held_again(
    posts: Door, alice: User, note: Post, held: NotPublished, redis: Redis
) -> None:
    again = await posts.release(alice, CHAT, held.id)
    assert isinstance(again, NotPublished)
    await a_minute_passes(redis)
    assert (await posts.release(alice, CHAT, again.id)).id == note.id


async def test_what_is_dropped_changes_nothing(
    posts: Door, note: Post, held: NotPublished, folder: ContentFolder
) -> None:
    await posts.delete_draft(CHAT, held.id)
    assert await posts.open(note.url, reader=None) == note
    assert len(folder.files()) == 2


@pytest.mark.parametrize("visibility", list(Visibility))
async def test_of_a_paste_that_is_gone_by_then_it_becomes_a_new_one_for_no_more_eyes(
    posts: Door, alice: User, note: Post, redis: Redis, visibility: Visibility
) -> None:
    note = await posts.set_visibility(alice, note.id, visibility)
    await posts.submit(alice, CHAT, draft_of_text("all that is allowed"))
    held = await posts.revise(alice, CHAT, note, draft_of_text("second text", title=note.title))
    assert not await posts.is_target_gone(alice, CHAT, held.id)
    await posts.delete(alice, note.id)
    assert await posts.is_target_gone(alice, CHAT, held.id)
    again = await posts.release(alice, CHAT, held.id)
    assert isinstance(again, NotPublished)
    await a_minute_passes(redis)
    post = await posts.release(alice, CHAT, again.id)
    assert (post.title, post.revision, post.visibility) == ("note", 1, visibility)
    assert post.id != note.id
    assert await posts.content(post) == b"second text"


async def test_of_a_paste_that_was_to_be_read_once_it_becomes_a_private_one(
    posts: Door, alice: User, note: Post, redis: Redis
) -> None:
    note = await posts.set_burning(alice, note.id, burn=True)
    await posts.submit(alice, CHAT, draft_of_text("all that is allowed"))
    held = await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    await posts.burn(note.url, None)
    await a_minute_passes(redis)
    assert (await posts.release(alice, CHAT, held.id)).visibility is Visibility.PRIVATE


async def test_of_a_paste_that_has_come_back_it_is_the_next_text(
    posts: Door, alice: User, note: Post, held: NotPublished, redis: Redis
) -> None:
    await posts.delete(alice, note.id)
    await a_minute_passes(redis)
    await posts.undelete(alice, note.id)
    assert (await posts.release(alice, CHAT, held.id)).revision == 2
