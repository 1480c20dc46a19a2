"""One-time codes: six digits that work once, for ten minutes, for five tries."""

import asyncio
import re

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis

from auth.errors import CodeExpired, NoReachableChat, UserNotFound, WrongCode
from auth.models import User
from kernel.database import Sessions
from kernel.settings import SecretSettings
from tests.auth.conftest import ALICE, STRANGER
from tests.doors import Door, accounts_door


@pytest.fixture
async def code(accounts: Door, alice: User) -> str:
    issued: str = await accounts.issue_code(alice.id)
    return issued


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


async def is_expired(accounts: Door, user: User, code: str) -> None:
    with pytest.raises(CodeExpired):
        await accounts.redeem_code(user.id, code)


async def tries_left(accounts: Door, user: User, code: str) -> int:
    with pytest.raises(WrongCode) as refusal:
        await accounts.redeem_code(user.id, code)
    return int(refusal.value.data["count"])


async def test_a_code_is_six_digits_however_grouped_and_works_once_for_one_account(
    accounts: Door, alice: User, bob: User, code: str
) -> None:
    assert re.fullmatch(r"\d{6}", code)
    await is_expired(accounts, bob, code)
    await accounts.redeem_code(alice.id, f" {code[:3]}-{code[3:]}\n")
    await is_expired(accounts, alice, code)


async def test_of_some_simultaneous_redemptions_one_succeeds(accounts: Door, alice: User, code: str) -> None:
    at_once = (accounts.redeem_code(alice.id, code) for _ in range(4))
    outcomes = await asyncio.gather(*at_once, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CodeExpired"] * 3 + ["NoneType"]


async def test_five_wrong_tries_end_a_code(accounts: Door, alice: User, code: str) -> None:
    assert [await tries_left(accounts, alice, wrong(code)) for _ in range(4)] == [4, 3, 2, 1]
    await is_expired(accounts, alice, wrong(code))
    await is_expired(accounts, alice, code)


async def test_the_fifth_try_may_be_the_right_one(accounts: Door, alice: User, code: str) -> None:
    for _ in range(4):
        await tries_left(accounts, alice, wrong(code))
    await accounts.redeem_code(alice.id, code)


async def test_simultaneous_wrong_tries_are_five_at_most(accounts: Door, alice: User, code: str) -> None:
    tries = (accounts.redeem_code(alice.id, wrong(code)) for _ in range(20))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(outcome, WrongCode) for outcome in outcomes) <= 4
    await is_expired(accounts, alice, code)


async def test_a_new_code_replaces_the_older_one_and_its_tries(
    accounts: Door, alice: User, code: str
) -> None:
    for _ in range(4):
        await tries_left(accounts, alice, wrong(code))
    new = await accounts.issue_code(alice.id)
    assert await tries_left(accounts, alice, code if code != new else wrong(new)) == 4
    await accounts.redeem_code(alice.id, new)


async def test_redis_holds_only_a_hash_of_the_code_for_ten_minutes(
    accounts: Door, alice: User, code: str, redis: Redis
) -> None:
    (key,) = await redis.keys("*")
    assert code.encode() not in key + await redis.get(key)
    assert 570 < await redis.ttl(key) <= 600
    await redis.pexpire(key, 0)
    await is_expired(accounts, alice, code)


async def test_a_stored_hash_cannot_be_redeemed_with_another_secret_key(
    alice: User, code: str, sessions: Sessions, redis: Redis
) -> None:
    other = SecretSettings(secret_key=SecretStr("another secret key, long enough too"))
    assert await tries_left(accounts_door(sessions, redis, other), alice, code) == 4


async def test_malformed_codes_are_wrong_codes(accounts: Door, alice: User) -> None:
    for typed in ("", "code", "0" * 5000, "٠١٢٣٤٥", "\0"):
        await accounts.issue_code(alice.id)
        assert await tries_left(accounts, alice, typed) == 4


async def test_a_code_needs_an_account_with_a_reachable_chat(accounts: Door, alice: User) -> None:
    await accounts.set_reachable(ALICE, False)
    with pytest.raises(NoReachableChat):
        await accounts.ask_for_code(STRANGER, "alice")
    with pytest.raises(UserNotFound):
        await accounts.ask_for_code(STRANGER, "nobody")
