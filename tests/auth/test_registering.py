"""From a Telegram id to an account, and how the two stay linked."""

import asyncio

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from auth.errors import AlreadyLinked, UsernameMalformed, UsernameReserved, UsernameTaken, UserNotFound
from auth.models import TelegramId, User, UserStatus
from kernel.database import Sessions
from tests.auth.conftest import ALICE, BOB, STRANGER
from tests.doors import Door

_MANY_USERS = "INSERT INTO auth.users (username) SELECT 'user' || n FROM generate_series(1, 40000) n"
_THEIR_CHATS = "INSERT INTO auth.telegram_accounts (telegram_id, user_id) SELECT id + 100, id FROM auth.users"


async def test_who_registers_is_linked_and_found_by_name(accounts: Door) -> None:
    alice = await accounts.register(ALICE, " @Alice ", "ru")
    assert (alice.username, alice.language, alice.status) == ("alice", "ru", UserStatus.ACTIVE)
    assert not alice.has_password
    assert await accounts.linked_to(ALICE) == alice
    assert await accounts.find("@ALICE") == alice


async def test_a_stranger_is_linked_to_nobody(accounts: Door) -> None:
    assert await accounts.linked_to(STRANGER) is None


@pytest.mark.parametrize("typed", ["nobody", "no such name", "", "x" * 5000, "a\0b", "../etc"])
async def test_whoever_is_not_there_is_not_found(accounts: Door, typed: str) -> None:
    with pytest.raises(UserNotFound) as unknown:
        await accounts.find(typed)
    assert unknown.value.data == {"username": typed[:33]}, "enough to see what is meant"


@pytest.mark.parametrize("again", ["alice", "ALICE", "@Alice"])
async def test_a_name_is_taken_whatever_the_case(accounts: Door, alice: User, again: str) -> None:
    with pytest.raises(UsernameTaken) as taken:
        await accounts.register(BOB, again)
    assert taken.value.data == {"wanted": "alice", "suggestion": "alice2"}
    assert await accounts.linked_to(BOB) is None


async def test_the_suggestion_can_be_taken(accounts: Door, alice: User) -> None:
    for number in range(15):
        telegram_id = TelegramId(BOB + number)
        with pytest.raises(UsernameTaken) as taken:
            await accounts.register(telegram_id, "alice")
        await accounts.register(telegram_id, taken.value.data["suggestion"])


async def test_the_house_keeps_its_own_words(accounts: Door) -> None:
    with pytest.raises(UsernameReserved) as reserved:
        await accounts.register(ALICE, "Admin")
    assert reserved.value.data == {"wanted": "admin", "suggestion": "admin2"}
    await accounts.register(ALICE, reserved.value.data["suggestion"])


async def test_a_malformed_name_makes_no_account(accounts: Door) -> None:
    with pytest.raises(UsernameMalformed):
        await accounts.register(ALICE, "no spaces please")
    assert await accounts.linked_to(ALICE) is None


async def test_who_has_an_account_gets_no_second_one(accounts: Door, alice: User) -> None:
    with pytest.raises(AlreadyLinked) as linked:
        await accounts.register(ALICE, "second")
    assert linked.value.data == {"username": "alice"}
    with pytest.raises(UserNotFound):
        await accounts.find("second")


async def test_of_many_who_want_one_name_at_once_one_gets_it(accounts: Door) -> None:
    wanted = [accounts.register(TelegramId(n), "Alice" if n % 2 else "alice") for n in range(1, 9)]
    outcomes = await asyncio.gather(*wanted, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["User"] + ["UsernameTaken"] * 7


async def test_one_chat_that_registers_twice_at_once_gets_one_account(accounts: Door) -> None:
    names = ["first", "second", "third", "fourth"]
    wanted = [accounts.register(ALICE, name) for name in names]
    outcomes = await asyncio.gather(*wanted, return_exceptions=True)
    users = [outcome for outcome in outcomes if isinstance(outcome, User)]
    refusals = [outcome for outcome in outcomes if isinstance(outcome, AlreadyLinked)]
    assert (len(users), len(refusals)) == (1, 3)
    assert all(refusal.data == {"username": users[0].username} for refusal in refusals)


async def test_names_are_told_for_ids(accounts: Door, alice: User, bob: User) -> None:
    assert await accounts.names([bob.id, alice.id, 999]) == {alice.id: "alice", bob.id: "bob"}


async def test_a_chosen_language_stays(accounts: Door, alice: User) -> None:
    await accounts.set_language(alice.id, "ru")
    assert (await accounts.find("alice")).language == "ru"


async def test_a_blocked_account_is_there_for_nobody_and_keeps_its_name(
    accounts: Door, alice: User, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        await session.execute(text("UPDATE auth.users SET status = 'blocked'"))
    assert await accounts.linked_to(ALICE) is None
    assert await accounts.recipients([alice.id]) == []
    with pytest.raises(UserNotFound):
        await accounts.find("alice")
    with pytest.raises(UsernameTaken):
        await accounts.register(BOB, "alice")


async def test_only_reachable_chats_are_told(accounts: Door, alice: User, bob: User) -> None:
    await accounts.set_reachable(ALICE, False)
    assert [to.telegram_id for to in await accounts.recipients([alice.id, bob.id])] == [BOB]
    await accounts.set_reachable(ALICE, True)
    assert {to.telegram_id for to in await accounts.recipients([alice.id, bob.id])} == {ALICE, BOB}


async def test_the_chats_of_very_many_people_are_told_at_once(accounts: Door, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(text(_MANY_USERS))
        await session.execute(text(_THEIR_CHATS))
    assert len(await accounts.recipients(range(1, 40_001))) == 40_000


async def test_accounts_are_there_without_redis(accounts: Door, alice: User, redis: Redis) -> None:
    redis.connection_pool.connection_kwargs["port"] = 1
    await redis.connection_pool.disconnect()
    assert await accounts.find("alice") == alice
    await accounts.register(BOB, "bob")
