"""Drafts over a limit are pending: published later or deleted by their author, never lost."""

import asyncio
from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.drafts.models import NotPublished
from posts.errors import DraftNotFound
from posts.limits import Allowance
from posts.models import DraftId, Format, Part, Post
from posts.texts.drafts import draft_of_file, draft_of_markdown, draft_of_text
from tests.doors import Door, posts_door
from tests.posts.conftest import CHAT, ORIGIN, ContentFolder, Database

_TEXT = "held\r\n🎉\n"


@pytest.fixture
def posts(sessions: Sessions, redis: Redis, storage: Storage) -> Door:
    """The services, with a limit of one paste a minute."""
    return posts_door(sessions, redis, storage, Allowance(pastes_a_minute=1))


@pytest.fixture
async def pending(posts: Door, alice: User) -> NotPublished:
    await posts.submit(alice, CHAT, draft_of_text("first"))
    outcome: NotPublished = await posts.submit(
        alice, CHAT, draft_of_text(_TEXT, title="held.md", origin=ORIGIN)
    )
    return outcome


async def a_minute_passes(redis: Redis) -> None:
    await redis.delete("posts:pastes:1")


async def test_later_it_is_published_as_it_was_sent(
    posts: Door, alice: User, pending: NotPublished, redis: Redis, folder: ContentFolder
) -> None:
    await a_minute_passes(redis)
    post = await posts.release(alice, CHAT, pending.id)
    assert (post.url, post.language) == ("alice/held.md", "markdown")
    assert await posts.content(post) == _TEXT.encode()
    assert len(folder.files()) == 2, "those of the two pastes"


async def test_too_early_it_stays_pending_with_the_same_id(
    posts: Door, alice: User, pending: NotPublished, redis: Redis, folder: ContentFolder
) -> None:
    presses = (posts.release(alice, CHAT, pending.id) for _ in range(4))
    for again in await asyncio.gather(*presses):
        assert isinstance(again, NotPublished)
        assert again.limit is not None
        assert (again.id, again.title, again.limit.kind) == (pending.id, pending.title, "pastes")
    assert len(folder.files()) == 2, "that of the first paste, and what is held"
    await a_minute_passes(redis)
    assert await posts.content(await posts.release(alice, CHAT, pending.id)) == _TEXT.encode()


async def test_a_second_try_makes_it_pending_for_another_month(
    posts: Door, alice: User, pending: NotPublished, redis: Redis, database: Database
) -> None:
    await database.ago("posts.drafts.created_at", "29 days")
    await posts.release(alice, CHAT, pending.id)
    await database.ago("posts.drafts.created_at", "29 days")
    await posts.delete_old_drafts()
    await a_minute_passes(redis)
    assert isinstance(await posts.release(alice, CHAT, pending.id), Post)


async def test_it_is_published_once(posts: Door, alice: User, pending: NotPublished, redis: Redis) -> None:
    await a_minute_passes(redis)
    taps = (posts.release(alice, CHAT, pending.id) for _ in range(4))
    outcomes = await asyncio.gather(*taps, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DraftNotFound"] * 3 + ["Post"]
    assert len((await posts.page_of(alice.id, 0, 10)).posts) == 2


async def test_other_chats_cannot_release_or_delete_it(
    posts: Door, alice: User, pending: NotPublished, redis: Redis
) -> None:
    await a_minute_passes(redis)
    other = TelegramId(CHAT + 1)
    for attempt in (
        posts.release(alice, other, pending.id),
        posts.delete_draft(other, pending.id),
        posts.release(alice, CHAT, DraftId(pending.id + 1)),
    ):
        with pytest.raises(DraftNotFound):
            await attempt
    assert isinstance(await posts.release(alice, CHAT, pending.id), Post)


async def test_a_deleted_draft_leaves_no_file(
    posts: Door, alice: User, pending: NotPublished, folder: ContentFolder
) -> None:
    await posts.delete_draft(CHAT, pending.id)
    assert len(folder.files()) == 1, "that of the first paste"
    for gone in (posts.delete_draft(CHAT, pending.id), posts.release(alice, CHAT, pending.id)):
        with pytest.raises(DraftNotFound):
            await gone


async def test_the_same_message_is_saved_once(
    posts: Door, alice: User, pending: NotPublished, folder: ContentFolder
) -> None:
    again = await posts.submit(alice, CHAT, draft_of_text(_TEXT, title="held.md", origin=ORIGIN))
    assert again.id == pending.id
    assert len(folder.files()) == 2


async def test_a_message_that_comes_again_when_there_is_room_is_published_once(
    posts: Door, alice: User, pending: NotPublished, redis: Redis
) -> None:
    await a_minute_passes(redis)
    post = await posts.submit(alice, CHAT, draft_of_text(_TEXT, title="held.md", origin=ORIGIN))
    assert await posts.release(alice, CHAT, pending.id) == post


async def test_a_pending_draft_has_all_fields(
    posts: Door, alice: User, pending: NotPublished, redis: Redis
) -> None:
    part = Part(ORIGIN.message_id + 1, 0, datetime(2026, 11, 24, 12, tzinfo=UTC))
    content = "Съешь же ещё этих мягких французских булок".encode("cp1251")
    texts = draft_of_markdown("**bold**", plain="bold", parts=(part,)), draft_of_file("notes.txt", content)
    waiting = [await posts.submit(alice, CHAT, draft) for draft in texts]
    released = []
    for one in waiting:
        await a_minute_passes(redis)
        released.append(await posts.release(alice, CHAT, one.id))
    assert (released[0].format, released[0].title) == (Format.MARKDOWN, "bold")
    assert released[1].encoding == "windows-1251"
    assert await posts.original(released[1]) == content
