"""Rate limits."""

from contextlib import suppress

import pytest
from aiogram.exceptions import TelegramRetryAfter

from local.telegram.errors import BotApiError
from local.telegram.rate_limits import Limits, RateLimiter
from tests.conversation import Telegram
from tests.local.telegram.calls import refused


class Limited:
    """A rate limiter with a clock of its own."""

    def __init__(self, **limits):
        self.now = 1000.0
        self.limiter = RateLimiter(Limits(**limits), lambda: self.now)

    def sent(self, *chats):
        """Return to how many of these chats a message is accepted."""
        count = 0
        for chat in chats:
            with suppress(BotApiError):
                self.limiter.take(chat)
                count += 1
        return count


def test_a_chat_takes_a_small_burst_and_then_one_a_second():
    limited = Limited()
    assert limited.sent(*[1] * 10) == 5
    limited.now += 2
    assert limited.sent(*[1] * 10) == 2
    limited.now += 3600
    assert limited.sent(*["1"] * 10) == 5


def test_all_chats_together_take_thirty_a_second():
    limited = Limited()
    assert limited.sent(*range(100)) == 30
    limited.now += 0.5
    assert limited.sent(*range(100, 200)) == 15


def test_a_group_takes_twenty_a_minute():
    limited = Limited(chat_burst=1000)
    assert limited.sent(*["-1001"] * 30) == 20
    limited.now += 60
    assert limited.sent(*[-1001] * 30) == 20
    assert limited.sent(*[1001] * 30) == 10


def test_several_at_once_need_as_many_places():
    limited = Limited()
    limited.limiter.take(1, 4)
    with pytest.raises(BotApiError, match="retry after 2"):
        limited.limiter.take(1, 3)
    limited.now += 2
    limited.limiter.take(1, 3)
    limited.now += 5
    limited.limiter.take(1, 10)


def test_retry_after_is_in_whole_seconds():
    limited = Limited(chat_per_second=0.1, chat_burst=1)
    limited.limiter.take(1)
    limited.now += 0.5
    with pytest.raises(BotApiError) as refusal:
        limited.limiter.take(1)
    assert refusal.value.body()["parameters"] == {"retry_after": 10}
    limited.now += 9.5
    limited.limiter.take(1)


async def test_a_bot_that_is_too_fast_has_to_wait(connect):
    async with Telegram(Limits(chat_burst=1, chat_per_second=0.01)) as strict:
        alice, bot = strict.person("Alice"), connect(strict)
        await alice.says("hello")
        await bot.send_message(alice.id, "one")
        too_many = "Too Many Requests: retry after 100"
        answer = await refused(bot.send_message(alice.id, "two"), too_many, TelegramRetryAfter)
        assert answer.value.retry_after == 100
        assert await bot.delete_message(alice.id, alice.messages[-1].id)
        assert await bot.send_chat_action(alice.id, "typing")
