"""Logging in by password, its rate limits, and logging out."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from auth.errors import (
    AlreadyLinked,
    HashingBusy,
    NotRegistered,
    PasswordNotSet,
    TooManyTries,
    UserNotFound,
    WouldLockOut,
    WrongPassword,
)
from auth.models import TelegramId, User
from auth.passwords import hashing_slot
from tests.auth.conftest import ALICE, BOB, PASSWORD, STRANGER
from tests.doors import Door
from tests.patience import PATIENCE

# Too long to be a password, so it is never hashed, and takes the tests no time.
_WRONG = "x" * 300


async def test_the_password_links_another_chat(accounts: Door, alice_with_password: User) -> None:
    user = await accounts.log_in(STRANGER, "@Alice", PASSWORD)
    assert user.username == "alice"
    assert await accounts.linked_to(STRANGER) == await accounts.linked_to(ALICE)
    assert {to.telegram_id for to in await accounts.recipients([user.id])} == {ALICE, STRANGER}


@pytest.mark.parametrize("wrong", ["wrong horse battery", "", PASSWORD.upper(), PASSWORD + " ", _WRONG, "\0"])
async def test_a_wrong_password_links_nothing(accounts: Door, alice_with_password: User, wrong: str) -> None:
    with pytest.raises(WrongPassword):
        await accounts.log_in(STRANGER, "alice", wrong)
    assert await accounts.linked_to(STRANGER) is None


async def test_tries_count_down_and_then_there_is_a_wait(accounts: Door, alice_with_password: User) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPassword) as wrong:
            await accounts.log_in(STRANGER, "alice", _WRONG)
        assert wrong.value.data == {"count": left}
    for password in (_WRONG, PASSWORD):
        with pytest.raises(TooManyTries) as enough:
            await accounts.log_in(STRANGER, "alice", password)
        assert enough.value.data["count"] == 15


async def test_the_wait_is_told_in_minutes_and_ends(
    accounts: Door, alice_with_password: User, redis: Redis
) -> None:
    await guess(accounts, STRANGER, times=6)
    for key in await redis.keys("*"):
        await redis.expire(key, 61)
    with pytest.raises(TooManyTries) as enough:
        await accounts.log_in(STRANGER, "alice", PASSWORD)
    assert enough.value.data["count"] == 2
    for key in await redis.keys("*"):
        await redis.pexpire(key, 0)
    await accounts.log_in(STRANGER, "alice", PASSWORD)


async def test_more_tries_do_not_make_the_wait_longer(
    accounts: Door, alice_with_password: User, redis: Redis
) -> None:
    await guess(accounts, STRANGER, times=1)
    for key in await redis.keys("*"):
        await redis.expire(key, 100)
    await guess(accounts, STRANGER, times=9)
    assert all([await redis.ttl(key) <= 100 for key in await redis.keys("*")])


async def test_a_successful_login_resets_the_tries(accounts: Door, alice_with_password: User) -> None:
    await guess(accounts, STRANGER, times=4)
    await accounts.log_in(STRANGER, "alice", PASSWORD)
    await accounts.log_out(STRANGER)
    with pytest.raises(WrongPassword) as wrong:
        await accounts.log_in(STRANGER, "alice", _WRONG)
    assert wrong.value.data == {"count": 4}


async def test_parallel_guesses_count_too(accounts: Door, alice_with_password: User) -> None:
    refusals = await guess_at_once(accounts, [STRANGER] * 12)
    assert refusals.count(WrongPassword) == 4, "the fifth is told to wait"


async def test_wrong_tries_from_one_chat_do_not_lock_the_owner_out(
    accounts: Door, alice_with_password: User
) -> None:
    await guess(accounts, STRANGER, times=20)
    await accounts.log_in(BOB, "alice", PASSWORD)


async def test_tries_from_many_chats_are_limited_together(accounts: Door, alice_with_password: User) -> None:
    refusals = await guess_at_once(accounts, [TelegramId(number // 4) for number in range(60)])
    assert refusals.count(WrongPassword) == 50


async def guess(accounts: Door, chat: TelegramId, times: int) -> None:
    for _ in range(times):
        with pytest.raises((WrongPassword, TooManyTries)):
            await accounts.log_in(chat, "alice", _WRONG)


async def guess_at_once(accounts: Door, chats: list[TelegramId]) -> list[type]:
    """Log in, again and again while hashing is busy."""
    found: list[type] = []
    waiting = [*chats]
    while waiting:
        guesses = (accounts.log_in(chat, "alice", _WRONG) for chat in waiting)
        outcomes = [type(outcome) for outcome in await asyncio.gather(*guesses, return_exceptions=True)]
        found += (outcome for outcome in outcomes if outcome is not HashingBusy)
        waiting = [chat for chat, outcome in zip(waiting, outcomes, strict=True) if outcome is HashingBusy]
    return found


async def test_many_simultaneous_logins_leave_connections_for_others(
    real_hashes: None, accounts: Door, alice_with_password: User, engine: AsyncEngine
) -> None:
    guesses = (accounts.log_in(TelegramId(chat), "alice", "wrong horse") for chat in range(200))
    crowd: list[asyncio.Future[User]] = [asyncio.ensure_future(guess) for guess in guesses]
    await asyncio.wait(crowd, return_when=asyncio.FIRST_COMPLETED)
    async with asyncio.timeout(PATIENCE), engine.connect():
        assert not all(task.done() for task in crowd), "somebody is still waiting for a hash"
    refusals = {type(outcome) for outcome in await asyncio.gather(*crowd, return_exceptions=True)}
    assert refusals <= {WrongPassword, TooManyTries, HashingBusy}


async def test_a_login_is_refused_while_fifty_wait_for_a_hash(
    accounts: Door, alice_with_password: User
) -> None:
    async with AsyncExitStack() as crowd:
        for _ in range(50):
            await crowd.enter_async_context(hashing_slot())
        for password in (PASSWORD, _WRONG):
            with pytest.raises(HashingBusy):
                await accounts.log_in(STRANGER, "alice", password)
        with pytest.raises(HashingBusy):
            await accounts.set_password(alice_with_password.id, "another horse battery")
    assert (await accounts.log_in(STRANGER, "alice", PASSWORD)).username == "alice"


async def test_a_linked_chat_cannot_log_in(accounts: Door, alice_with_password: User, bob: User) -> None:
    with pytest.raises(AlreadyLinked) as linked:
        await accounts.log_in(BOB, "alice", PASSWORD)
    assert linked.value.data == {"username": "bob"}


async def test_an_account_that_is_unknown_or_has_no_password_cannot_be_logged_in_to(
    accounts: Door, alice: User
) -> None:
    with pytest.raises(PasswordNotSet):
        await accounts.log_in(STRANGER, "alice", PASSWORD)
    with pytest.raises(UserNotFound):
        await accounts.log_in(STRANGER, "nobody", PASSWORD)


async def test_logging_out_without_a_password_is_refused(accounts: Door, alice: User) -> None:
    with pytest.raises(WouldLockOut) as refusal:
        await accounts.log_out(ALICE)
    assert refusal.value.data == {"username": "alice"}
    assert await accounts.linked_to(ALICE) == alice


async def test_with_a_password_one_can_log_out_and_in_again(
    accounts: Door, alice_with_password: User
) -> None:
    assert (await accounts.log_out(ALICE)).username == "alice"
    assert await accounts.linked_to(ALICE) is None
    await accounts.log_in(ALICE, "alice", PASSWORD)
    assert (await accounts.linked_to(ALICE)).username == "alice"


async def test_a_chat_without_account_cannot_log_out(accounts: Door) -> None:
    with pytest.raises(NotRegistered):
        await accounts.log_out(STRANGER)
