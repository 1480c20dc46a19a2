"""Limits of publishing: what is over a limit becomes a pending draft."""

import asyncio
from collections.abc import Callable

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.drafts.models import NotPublished
from posts.errors import DraftNotFound
from posts.limits import Allowance, LimitReached
from posts.models import Post
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door, posts_door
from tests.posts.conftest import CHAT, ORIGIN

Strict = Callable[[Allowance], Door]


@pytest.fixture
def strict(sessions: Sessions, redis: Redis, storage: Storage) -> Strict:
    return lambda allowance: posts_door(sessions, redis, storage, allowance)


async def submit(posts: Door, author: User, text: str = "a text") -> Post | NotPublished:
    outcome: Post | NotPublished = await posts.submit(author, CHAT, draft_of_text(text))
    return outcome


async def test_within_the_limits_all_is_published(strict: Strict, alice: User) -> None:
    posts = strict(Allowance(pastes_a_minute=3, bytes_a_day=18))
    assert all([isinstance(await submit(posts, alice), Post) for _ in range(3)])


async def test_one_too_many_in_a_minute_is_pending_with_the_seconds_left(strict: Strict, alice: User) -> None:
    posts = strict(Allowance(pastes_a_minute=1))
    await submit(posts, alice)
    pending = await submit(posts, alice, "one too many")
    assert isinstance(pending, NotPublished)
    assert pending.limit is not None
    assert pending.title == "one too many"
    assert (pending.limit.kind, pending.limit.most) == ("pastes", 1)
    assert 30 < pending.limit.seconds <= 60


async def test_bytes_are_counted_as_they_are_stored(strict: Strict, alice: User) -> None:
    posts = strict(Allowance(bytes_a_day=12))
    assert isinstance(await submit(posts, alice, "ёжик"), Post)
    pending = await submit(posts, alice, "ёжи")
    assert isinstance(pending, NotPublished)
    assert pending.limit is not None
    assert (pending.limit.kind, pending.limit.most) == ("bytes", 12)
    assert 86_370 < pending.limit.seconds <= 86_400
    assert isinstance(await submit(posts, alice, "ёж"), Post), "for a smaller one there is room"


async def test_the_bytes_of_a_file_are_counted_as_they_were_sent(strict: Strict, alice: User) -> None:
    file = "Ёжик в тумане, и лошадь".encode("cp1251")
    posts = strict(Allowance(paste_size=23, bytes_a_day=40))
    post = await posts.submit(alice, CHAT, draft_of_file("a.txt", file))
    assert (len(file), post.size) == (23, 41)
    pending = await posts.submit(alice, CHAT, draft_of_file("b.txt", file))
    assert (pending.limit.kind, pending.limit.most) == ("bytes", 40)
    larger = await posts.submit(alice, CHAT, draft_of_file("c.txt", file + b"!"))
    assert larger.limit == LimitReached("size", 23, 0)


async def test_a_pending_file_is_released_by_its_own_bytes(strict: Strict, alice: User) -> None:
    file = "Ёжик в тумане, и лошадь".encode("cp1251")
    pending = await strict(Allowance(paste_size=22)).submit(alice, CHAT, draft_of_file("a.txt", file))
    assert pending.limit == LimitReached("size", 22, 0)
    post = await strict(Allowance(paste_size=23)).release(alice, CHAT, pending.id)
    assert post.size == 41


async def test_a_paste_over_the_limit_of_bytes_does_not_count_as_a_paste(strict: Strict, alice: User) -> None:
    posts = strict(Allowance(pastes_a_minute=2, bytes_a_day=10))
    await submit(posts, alice, "12345678")
    for _ in range(3):
        pending = await submit(posts, alice, "too much")
        assert isinstance(pending, NotPublished)
        assert pending.limit is not None
        assert pending.limit.kind == "bytes"
    assert isinstance(await submit(posts, alice, "12"), Post)


async def test_when_the_time_is_over_there_is_room_again(strict: Strict, alice: User, redis: Redis) -> None:
    posts = strict(Allowance(pastes_a_minute=1))
    await submit(posts, alice)
    for key in await redis.keys("posts:pastes:*"):
        await redis.pexpire(key, 0)
    assert isinstance(await submit(posts, alice), Post)


async def test_everybody_has_limits_of_their_own(strict: Strict, alice: User, bob: User) -> None:
    posts = strict(Allowance(pastes_a_minute=1))
    await submit(posts, alice)
    assert isinstance(await submit(posts, bob), Post)


async def test_what_is_sent_at_once_counts_too(strict: Strict, alice: User) -> None:
    posts = strict(Allowance(pastes_a_minute=3))
    outcomes = await asyncio.gather(*(submit(posts, alice, f"text {number}") for number in range(8)))
    assert sum(isinstance(outcome, Post) for outcome in outcomes) == 3


async def test_a_message_that_comes_twice_counts_once(strict: Strict, alice: User) -> None:
    posts = strict(Allowance(pastes_a_minute=1))
    draft = draft_of_text("once", origin=ORIGIN)
    assert await posts.submit(alice, CHAT, draft) == await posts.submit(alice, CHAT, draft)


@pytest.mark.parametrize("allowance", [Allowance(paste_size=4), Allowance(bytes_a_day=4)])
async def test_a_too_large_draft_is_pending_until_the_limit_is_raised(
    strict: Strict, alice: User, allowance: Allowance
) -> None:
    posts = strict(allowance)
    pending = await submit(posts, alice, "ёж5")
    assert isinstance(pending, NotPublished)
    assert pending.limit == LimitReached("size", 4, 0)
    again = await posts.release(alice, CHAT, pending.id)
    assert again.limit == LimitReached("size", 4, 0), "waiting alone does not help"
    assert (await posts.find_draft(CHAT, again.id)).draft.text == "ёж5"
    assert isinstance(await submit(posts, alice, "1234"), Post), "it has cost nothing"
    raised = strict(Allowance(paste_size=5))
    assert await raised.content(await raised.release(alice, CHAT, again.id)) == "ёж5".encode()


async def test_a_too_large_draft_of_a_stranger_is_pending_too(strict: Strict, alice: User) -> None:
    posts = strict(Allowance(paste_size=4))
    await posts.save_for_stranger(CHAT, draft_of_text("12345"))
    (pending,) = await posts.publish_drafts(alice, CHAT)
    assert pending.limit == LimitReached("size", 4, 0)
    assert (await posts.find_draft(CHAT, pending.id)).draft.text == "12345"


async def test_a_pending_draft_is_for_its_owner_alone(strict: Strict, alice: User) -> None:
    posts = strict(Allowance(paste_size=4))
    pending = await submit(posts, alice, "12345")
    with pytest.raises(DraftNotFound):
        await posts.find_draft(TelegramId(CHAT + 1), pending.id)


async def test_a_derived_title_is_shortened(strict: Strict, alice: User) -> None:
    posts = strict(Allowance(title_length=12))
    post = await submit(posts, alice, "Twelve letters and more")
    assert (post.title, len(post.title)) == ("Twelve…", 7)


async def test_without_redis_all_is_published(
    sessions: Sessions, no_redis: Redis, storage: Storage, alice: User
) -> None:
    posts = posts_door(sessions, no_redis, storage, Allowance(pastes_a_minute=1))
    assert all([isinstance(await submit(posts, alice), Post) for _ in range(2)])
