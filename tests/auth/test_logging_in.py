"""Logging in by password, the limits of tries, and logging out."""

import asyncio
import threading
from contextlib import AsyncExitStack

import pytest
from passlib.hash import argon2
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


async def test_a_wrong_password_links_nothing(accounts: Door, alice_with_password: User) -> None:
    for chat, wrong in enumerate(("wrong horse battery", "", PASSWORD.upper(), PASSWORD + " ", _WRONG, "\0")):
        with pytest.raises(WrongPassword):
            await accounts.log_in(TelegramId(chat), "alice", wrong)
        assert await accounts.linked_to(TelegramId(chat)) is None


async def test_a_login_resets_the_tries_and_five_wrong_ones_make_the_chat_wait(
    accounts: Door, alice_with_password: User, redis: Redis
) -> None:
    await guess(accounts, STRANGER, times=4)
    await accounts.log_in(STRANGER, "alice", PASSWORD)
    await accounts.log_out(STRANGER)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPassword) as wrong:
            await accounts.log_in(STRANGER, "alice", _WRONG)
        assert wrong.value.data == {"count": left}
    for password in (_WRONG, PASSWORD):
        with pytest.raises(TooManyTries) as enough:
            await accounts.log_in(STRANGER, "alice", password)
        assert enough.value.data["count"] == 15
    await accounts.log_in(BOB, "alice", PASSWORD)  # the owner is not locked out
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


async def test_simultaneous_guesses_count_too(accounts: Door, alice_with_password: User) -> None:
    refusals = await guess_at_once(accounts, [STRANGER] * 12)
    assert refusals.count(WrongPassword) == 4, "the fifth is told to wait"


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


class _StuckHashing:
    """Stands in for argon2: each verification waits until the end of the test."""

    def __init__(self) -> None:
        self.began = 0
        self.goes_on = threading.Event()

    def verify(self, password: str, hashed: str) -> bool:
        self.began += 1
        self.goes_on.wait()
        return bool(argon2.verify(password, hashed))


async def test_logins_that_wait_for_a_hash_hold_no_connection_and_only_two_are_hashed_at_once(
    accounts: Door, alice_with_password: User, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = _StuckHashing()
    monkeypatch.setattr("auth.passwords.argon2", stuck)
    logins = [
        asyncio.ensure_future(accounts.log_in(TelegramId(chat), "alice", PASSWORD)) for chat in range(20)
    ]
    try:
        async with asyncio.timeout(PATIENCE):
            while not stuck.began or engine.pool.checkedout():  # type: ignore[attr-defined]  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert not any(login.done() for login in logins)
        assert stuck.began == 2
    finally:
        stuck.goes_on.set()
    assert {user.username for user in await asyncio.gather(*logins)} == {"alice"}


async def test_hashing_is_refused_while_fifty_wait_for_it(accounts: Door, alice_with_password: User) -> None:
    async with AsyncExitStack() as crowd:
        for _ in range(50):
            await crowd.enter_async_context(hashing_slot())
        for password in (PASSWORD, _WRONG):
            with pytest.raises(HashingBusy):
                await accounts.log_in(STRANGER, "alice", password)
        with pytest.raises(HashingBusy):
            await accounts.set_password(alice_with_password.id, "another horse battery")
    assert (await accounts.log_in(STRANGER, "alice", PASSWORD)).username == "alice"


async def test_only_a_free_chat_logs_in_and_only_to_an_account_with_a_password(
    accounts: Door, alice: User, bob: User
) -> None:
    with pytest.raises(AlreadyLinked) as linked:
        await accounts.log_in(BOB, "alice", PASSWORD)
    assert linked.value.data == {"username": "bob"}
    with pytest.raises(PasswordNotSet):
        await accounts.log_in(STRANGER, "alice", PASSWORD)
    with pytest.raises(UserNotFound):
        await accounts.log_in(STRANGER, "nobody", PASSWORD)


async def test_logging_out_needs_a_password_to_come_back(accounts: Door, alice: User) -> None:
    with pytest.raises(WouldLockOut) as refusal:
        await accounts.log_out(ALICE)
    assert refusal.value.data == {"username": "alice"}
    assert await accounts.linked_to(ALICE) == alice
    await accounts.set_password(alice.id, PASSWORD)
    assert (await accounts.log_out(ALICE)).username == "alice"
    assert await accounts.linked_to(ALICE) is None
    with pytest.raises(NotRegistered):
        await accounts.log_out(ALICE)
    await accounts.log_in(ALICE, "alice", PASSWORD)
    assert (await accounts.linked_to(ALICE)).username == "alice"
