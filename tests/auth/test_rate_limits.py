"""Rate limits for a chat and for an account, which depend on a setting."""

from collections.abc import Awaitable, Callable
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


async def refused(trying: Callable[[], Awaitable[object]]) -> dict[str, object]:
    with pytest.raises(TooManyTries) as enough:
        await trying()
    return enough.value.data


async def test_a_chat_has_as_many_logins_as_are_set_and_an_account_ten_times_as_many(
    strict: Door, alice_with_password: User
) -> None:
    with pytest.raises(WrongPassword) as wrong:
        await strict.log_in(STRANGER, "alice", _WRONG)
    assert wrong.value.data == {"count": 1}
    of_chat = {"count": 15, "most": 2, "window": timedelta(minutes=15)}
    assert await refused(lambda: strict.log_in(STRANGER, "alice", _WRONG)) == of_chat
    assert await refused(lambda: strict.log_in(STRANGER, "alice", _WRONG)) == of_chat
    for number in range(18):
        with pytest.raises(WrongPassword):
            await strict.log_in(TelegramId(100 + number), "alice", _WRONG)
    of_account = {"count": 60, "most": 20, "window": timedelta(hours=1)}
    assert await refused(lambda: strict.log_in(TelegramId(200), "alice", _WRONG)) == of_account


async def test_a_chat_asks_for_as_many_codes_and_an_account_gets_twice_as_many(
    strict: Door, alice: User
) -> None:
    for chat in (STRANGER, TelegramId(5)):
        for _ in range(2):
            assert await strict.ask_for_code(chat, "@Alice") == alice
    of_chat = {"count": 15, "most": 2, "window": timedelta(minutes=15)}
    assert await refused(lambda: strict.ask_for_code(STRANGER, "alice")) == of_chat
    of_account = {"count": 60, "most": 4, "window": timedelta(hours=1)}
    assert await refused(lambda: strict.ask_for_code(TelegramId(6), "alice")) == of_account


async def test_unless_it_is_set_a_chat_asks_for_five_codes(accounts: Door, alice: User) -> None:
    for _ in range(5):
        await accounts.ask_for_code(STRANGER, "alice")
    assert (await refused(lambda: accounts.ask_for_code(STRANGER, "alice")))["most"] == 5


async def test_the_error_has_the_wait_in_whole_minutes(redis: Redis) -> None:
    limit = RateLimit(redis, "tests", limit=1, window=900)
    assert await limit.take("alice") == 0
    (key,) = await redis.keys("*")
    for seconds, minutes in ((900, 15), (61, 2), (60, 1), (1, 1)):
        await redis.expire(key, seconds)
        assert (await refused(lambda: limit.take("alice")))["count"] == minutes


async def test_after_a_reset_there_are_all_tries_again(redis: Redis) -> None:
    limit = RateLimit(redis, "tests", limit=2, window=900)
    await limit.take("alice")
    await limit.take("alice")
    await limit.reset("alice")
    assert await limit.take("alice") == 1
    assert await RateLimit(redis, "others", limit=2, window=900).take("alice") == 1
