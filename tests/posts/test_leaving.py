"""Nothing is left of an author whose account is deleted."""

import asyncio
from collections.abc import Callable

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.errors import PostDeleted
from posts.limits import Allowance
from posts.models import EventKind, Post, Terms, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door, posts_door
from tests.posts.conftest import CHAT, ORIGIN, ContentFolder, Database, Opened, happened


@pytest.fixture
async def five(posts: Door, alice: User) -> list[Post]:
    return [await posts.publish(alice, draft_of_text(f"text {number}")) for number in range(5)]


async def test_all_pastes_are_removed_some_at_a_time(
    posts: Door, alice: User, bob: User, five: list[Post], folder: ContentFolder, database: Database
) -> None:
    bobs = await posts.publish(bob, draft_of_text("bob's"))
    await posts.delete(alice, five[0].id)
    await database.expire(five[1])
    await posts.set_visibility(alice, five[2].id, Visibility.PRIVATE)
    assert [await posts.delete_pastes_of(alice.id, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert folder.files() == {bobs.content_source}
    assert await database.count("posts.posts") == 1
    for post in five[3:]:
        with pytest.raises(PostDeleted):
            await posts.open(post.url, reader=None)


async def test_a_paste_that_is_being_changed_is_removed_too(
    posts: Door,
    alice: User,
    five: list[Post],
    one_transaction: Callable[[], Opened],
    folder: ContentFolder,
    database: Database,
) -> None:
    async with one_transaction() as services:
        await services.editing.revise(alice, five[0].id, draft_of_text("new"))
        removal = asyncio.ensure_future(posts.delete_pastes_of(alice.id, 10))
        assert await database.waits(removal)
    assert (await removal, folder.files()) == (5, set())


async def test_what_waits_and_what_was_chosen_is_forgotten(
    posts: Door, alice: User, bob: User, folder: ContentFolder, database: Database
) -> None:
    for author, chat in ((alice, CHAT), (bob, ORIGIN.chat_id)):
        await posts.set_terms(author, Terms(Visibility.PRIVATE))
        await posts.save_for_stranger(chat, draft_of_text("waits"))
    await posts.delete_data_of(alice.id, [CHAT])
    assert len(folder.files()) == 1
    assert await posts.terms_of(alice) == Terms()
    assert await posts.publish_drafts(alice, CHAT) == []
    assert await posts.terms_of(bob) == Terms(Visibility.PRIVATE)
    assert len(await posts.publish_drafts(bob, ORIGIN.chat_id)) == 1


async def test_pending_drafts_are_deleted_with_the_account_and_not_with_the_chat(
    sessions: Sessions, redis: Redis, storage: Storage, alice: User, bob: User, folder: ContentFolder
) -> None:
    posts = posts_door(sessions, redis, storage, Allowance(paste_size=1))
    both_used_it = TelegramId(3)
    for author in (alice, bob):
        await posts.submit(author, both_used_it, draft_of_text(f"of {author.username}"))
    assert [draft.title for draft in await posts.list_drafts(alice.id, [CHAT])] == ["of alice"]
    await posts.delete_data_of(alice.id, [CHAT, both_used_it])
    assert len(folder.files()) == 1
    assert [draft.title for draft in await posts.list_drafts(bob.id, [])] == ["of bob"]


async def test_only_what_caches_still_have_to_hear_is_remembered(
    posts: Door, alice: User, bob: User, five: list[Post], database: Database
) -> None:
    await posts.publish(bob, draft_of_text("bob's"))
    await posts.complete_events([event.id for event in await happened(posts, EventKind.PUBLISHED)])
    await posts.delete_pastes_of(alice.id, 10)
    await posts.delete_data_of(alice.id, [CHAT])
    assert {event.author_id for event in await happened(posts, EventKind.DELETED)} == {alice.id}
    assert await database.count("posts.events") == 5 + 1, "what was deleted, and bob's"
