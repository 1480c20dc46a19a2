"""Rate limits for a chat and for an account, which depend on a setting."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis

from auth.errors import TooManyTries, WrongPassword
from auth.models import TelegramId, User
from auth.rate_limits import RateLimit
from kernel.database import Sessions
from kernel.settings import SecretSettings
from tests.auth.conftest import STRANGER
from tests.doors import Door, accounts_door

_WRONG = "x" * 300  # never hashed


@pytest.fixture
def strict(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> Door:
    """A service with two tries per chat."""
    return accounts_door(sessions, redis, secrets, failed_tries=2)


async def test_a_chat_has_as_many_tries_as_are_set(strict: Door, alice_with_password: User) -> None:
    with pytest.raises(WrongPassword) as wrong:
        await strict.log_in(STRANGER, "alice", _WRONG)
    assert wrong.value.data == {"count": 1}
    for _ in range(2):
        with pytest.raises(TooManyTries) as enough:
            await strict.log_in(STRANGER, "alice", _WRONG)
        assert enough.value.data == {"count": 15, "most": 2, "window": timedelta(minutes=15)}


async def test_an_account_has_ten_times_as_many(strict: Door, alice_with_password: User) -> None:
    for number in range(20):
        with pytest.raises(WrongPassword):
            await strict.log_in(TelegramId(100 + number), "alice", _WRONG)
    with pytest.raises(TooManyTries) as enough:
        await strict.log_in(TelegramId(200), "alice", _WRONG)
    assert enough.value.data == {"count": 60, "most": 20, "window": timedelta(hours=1)}


async def test_code_requests_have_the_same_limit(strict: Door, alice: User) -> None:
    for _ in range(2):
        await strict.ask_for_code(STRANGER, "alice")
    with pytest.raises(TooManyTries):
        await strict.ask_for_code(STRANGER, "alice")
    for _ in range(2):
        await strict.ask_for_code(TelegramId(5), "alice")
    with pytest.raises(TooManyTries) as enough:
        await strict.ask_for_code(TelegramId(6), "alice")
    assert enough.value.data == {"count": 60, "most": 4, "window": timedelta(hours=1)}


async def test_the_error_has_the_wait_in_whole_minutes(redis: Redis) -> None:
    limit = RateLimit(redis, "tests", limit=1, window=900)
    assert await limit.take("alice") == 0
    (key,) = await redis.keys("*")
    for seconds, minutes in ((900, 15), (61, 2), (60, 1), (1, 1)):
        await redis.expire(key, seconds)
        with pytest.raises(TooManyTries) as enough:
            await limit.take("alice")
        assert enough.value.data["count"] == minutes


async def test_after_a_reset_there_are_all_tries_again(redis: Redis) -> None:
    limit = RateLimit(redis, "tests", limit=2, window=900)
    await limit.take("alice")
    await limit.take("alice")
    await limit.reset("alice")
    assert await limit.take("alice") == 1
    assert await RateLimit(redis, "others", limit=2, window=900).take("alice") == 1
