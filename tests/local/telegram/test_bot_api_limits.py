"""Rate limits."""

from collections.abc import AsyncIterator, Callable

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter

from local.telegram.errors import BotApiError
from local.telegram.rate_limits import Limits, RateLimiter
from tests.conversation import Telegram


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def sent(limiter: RateLimiter, chat_id: int | str, times: int) -> int:
    """Return how many of `times` messages are accepted."""
    count = 0
    for _ in range(times):
        try:
            limiter.take(chat_id)
        except BotApiError:
            continue
        count += 1
    return count


def test_a_chat_takes_a_small_burst_and_then_one_a_second() -> None:
    clock = Clock()
    limiter = RateLimiter(Limits(), clock)
    assert sent(limiter, 1, 10) == 5
    clock.now += 2
    assert sent(limiter, 1, 10) == 2
    clock.now += 3600
    assert sent(limiter, "1", 10) == 5


def test_all_chats_together_take_thirty_a_second() -> None:
    clock = Clock()
    limiter = RateLimiter(Limits(), clock)
    assert sum(sent(limiter, chat, 1) for chat in range(100)) == 30
    clock.now += 0.5
    assert sum(sent(limiter, chat, 1) for chat in range(100, 200)) == 15


def test_a_group_takes_twenty_a_minute() -> None:
    clock = Clock()
    limiter = RateLimiter(Limits(chat_burst=1000), clock)
    assert sent(limiter, "-1001", 30) == 20
    clock.now += 60
    assert sent(limiter, -1001, 30) == 20
    assert sent(limiter, 1001, 30) == 10


def test_several_at_once_need_as_many_places() -> None:
    clock = Clock()
    limiter = RateLimiter(Limits(), clock)
    limiter.take(1, 4)
    with pytest.raises(BotApiError, match="retry after 2"):
        limiter.take(1, 3)
    clock.now += 2
    limiter.take(1, 3)
    clock.now += 5
    limiter.take(1, 10)


def test_retry_after_is_in_whole_seconds() -> None:
    clock = Clock()
    limiter = RateLimiter(Limits(chat_per_second=0.1, chat_burst=1), clock)
    limiter.take(1)
    clock.now += 0.5
    with pytest.raises(BotApiError) as refused:
        limiter.take(1)
    assert refused.value.body()["parameters"] == {"retry_after": 10}
    clock.now += 9.5
    limiter.take(1)


@pytest.fixture
async def strict() -> AsyncIterator[Telegram]:
    async with Telegram(Limits(chat_burst=1, chat_per_second=0.01)) as telegram:
        yield telegram


async def test_a_bot_that_is_too_fast_has_to_wait(
    strict: Telegram, connect: Callable[[Telegram], Bot]
) -> None:
    alice, bot = strict.person("Alice"), connect(strict)
    await alice.says("hello")
    await bot.send_message(alice.id, "one")
    with pytest.raises(TelegramRetryAfter, match="Too Many Requests: retry after 100") as refused:
        await bot.send_message(alice.id, "two")
    assert refused.value.retry_after == 100
    assert await bot.delete_message(alice.id, alice.messages[-1].id)
    assert await bot.send_chat_action(alice.id, "typing")
