"""One-time codes: six digits that work once, for ten minutes, for five tries."""

import asyncio
import re

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis

from auth.errors import CodeExpired, NoReachableChat, TooManyTries, UserNotFound, WrongCode
from auth.models import TelegramId, User
from kernel.database import Sessions
from kernel.settings import SecretSettings
from tests.auth.conftest import ALICE, STRANGER
from tests.doors import Door, accounts_door


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


async def test_a_code_is_six_digits_and_works_once(accounts: Door, alice: User) -> None:
    code = await accounts.issue_code(alice.id)
    assert re.fullmatch(r"\d{6}", code)
    await accounts.redeem_code(alice.id, code)
    with pytest.raises(CodeExpired):
        await accounts.redeem_code(alice.id, code)


async def test_spaces_and_dashes_in_a_code_do_not_matter(accounts: Door, alice: User) -> None:
    code = await accounts.issue_code(alice.id)
    await accounts.redeem_code(alice.id, f" {code[:3]}-{code[3:]}\n")


async def test_of_two_simultaneous_redemptions_one_succeeds(accounts: Door, alice: User) -> None:
    code = await accounts.issue_code(alice.id)
    both = (accounts.redeem_code(alice.id, code) for _ in range(4))
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CodeExpired"] * 3 + ["NoneType"]


async def test_five_wrong_tries_end_a_code(accounts: Door, alice: User) -> None:
    code = await accounts.issue_code(alice.id)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCode) as refusal:
            await accounts.redeem_code(alice.id, wrong(code))
        assert refusal.value.data == {"count": left}
    with pytest.raises(CodeExpired):
        await accounts.redeem_code(alice.id, wrong(code))
    with pytest.raises(CodeExpired):
        await accounts.redeem_code(alice.id, code)


async def test_the_fifth_try_may_be_the_right_one(accounts: Door, alice: User) -> None:
    code = await accounts.issue_code(alice.id)
    for _ in range(4):
        with pytest.raises(WrongCode):
            await accounts.redeem_code(alice.id, wrong(code))
    await accounts.redeem_code(alice.id, code)


async def test_parallel_wrong_tries_are_five_at_most(accounts: Door, alice: User) -> None:
    code = await accounts.issue_code(alice.id)
    tries = (accounts.redeem_code(alice.id, wrong(code)) for _ in range(20))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(outcome, WrongCode) for outcome in outcomes) <= 4
    with pytest.raises(CodeExpired):
        await accounts.redeem_code(alice.id, code)


async def test_a_new_code_replaces_the_older_one_and_its_tries(accounts: Door, alice: User) -> None:
    old = await accounts.issue_code(alice.id)
    for _ in range(4):
        with pytest.raises(WrongCode):
            await accounts.redeem_code(alice.id, wrong(old))
    new = await accounts.issue_code(alice.id)
    if old != new:
        with pytest.raises(WrongCode) as refusal:
            await accounts.redeem_code(alice.id, old)
        assert refusal.value.data == {"count": 4}
    await accounts.redeem_code(alice.id, new)


async def test_a_code_works_for_one_account_only(accounts: Door, alice: User, bob: User) -> None:
    code = await accounts.issue_code(alice.id)
    with pytest.raises(CodeExpired):
        await accounts.redeem_code(bob.id, code)
    await accounts.redeem_code(alice.id, code)


async def test_a_code_lives_ten_minutes(accounts: Door, alice: User, redis: Redis) -> None:
    code = await accounts.issue_code(alice.id)
    (key,) = await redis.keys("*")
    assert 570 < await redis.ttl(key) <= 600
    await redis.pexpire(key, 0)
    with pytest.raises(CodeExpired):
        await accounts.redeem_code(alice.id, code)


async def test_redis_never_holds_the_plain_code(accounts: Door, alice: User, redis: Redis) -> None:
    code = await accounts.issue_code(alice.id)
    (key,) = await redis.keys("*")
    assert code.encode() not in key + await redis.get(key)


async def test_a_stored_hash_cannot_be_redeemed_with_another_secret_key(
    accounts: Door, alice: User, sessions: Sessions, redis: Redis
) -> None:
    code = await accounts.issue_code(alice.id)
    other = SecretSettings(secret_key=SecretStr("another secret key, long enough too"))
    with pytest.raises(WrongCode):
        await accounts_door(sessions, redis, other).redeem_code(alice.id, code)


@pytest.mark.parametrize("typed", ["", "code", "0" * 5000, "٠١٢٣٤٥", "\0"])
async def test_malformed_codes_are_wrong_codes(accounts: Door, alice: User, typed: str) -> None:
    await accounts.issue_code(alice.id)
    with pytest.raises(WrongCode):
        await accounts.redeem_code(alice.id, typed)


async def test_a_chat_can_request_five_codes(accounts: Door, alice: User) -> None:
    for _ in range(5):
        assert await accounts.ask_for_code(STRANGER, "@Alice") == alice
    with pytest.raises(TooManyTries) as enough:
        await accounts.ask_for_code(STRANGER, "alice")
    assert enough.value.data["count"] == 15


async def test_an_account_gets_a_limited_number_of_codes(accounts: Door, alice: User) -> None:
    for number in range(10):
        await accounts.ask_for_code(TelegramId(number), "alice")
    with pytest.raises(TooManyTries) as enough:
        await accounts.ask_for_code(TelegramId(99), "alice")
    assert enough.value.data["count"] == 60


async def test_a_code_needs_a_reachable_chat(accounts: Door, alice: User) -> None:
    await accounts.set_reachable(ALICE, False)
    with pytest.raises(NoReachableChat):
        await accounts.ask_for_code(STRANGER, "alice")
    with pytest.raises(UserNotFound):
        await accounts.ask_for_code(STRANGER, "nobody")
