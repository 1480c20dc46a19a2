"""Registration, and the links between chats and accounts."""

import asyncio

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from auth.errors import AlreadyLinked, UsernameMalformed, UsernameReserved, UsernameTaken, UserNotFound
from auth.models import TelegramId, User
from kernel.database import Sessions
from tests.auth.conftest import ALICE, BOB, STRANGER
from tests.doors import Door

_MANY_USERS = "INSERT INTO auth.users (username) SELECT 'user' || n FROM generate_series(1, 40000) n"
_THEIR_CHATS = "INSERT INTO auth.telegram_accounts (telegram_id, user_id) SELECT id + 100, id FROM auth.users"


async def test_a_registered_account_is_linked_and_found_by_username(accounts: Door) -> None:
    alice = await accounts.register(ALICE, " @Alice ", "ru")
    assert (alice.username, alice.language) == ("alice", "ru")
    assert not alice.has_password
    assert await accounts.linked_to(ALICE) == alice
    assert await accounts.find("@ALICE") == alice
    await accounts.set_language(alice.id, "en")
    assert (await accounts.find("alice")).language == "en"
    assert await accounts.linked_to(STRANGER) is None


async def test_an_unknown_username_is_not_found(accounts: Door) -> None:
    for typed in ("nobody", "no such name", "", "x" * 5000, "a\0b", "../etc"):
        with pytest.raises(UserNotFound) as unknown:
            await accounts.find(typed)
        assert unknown.value.data == {"username": typed[:33]}, "enough to see what is meant"


async def test_usernames_are_unique_regardless_of_case(accounts: Door, alice: User) -> None:
    for again in ("alice", "ALICE", "@Alice"):
        with pytest.raises(UsernameTaken) as taken:
            await accounts.register(BOB, again)
        assert taken.value.data == {"wanted": "alice", "suggestion": "alice2"}
    assert await accounts.linked_to(BOB) is None


async def test_the_suggested_username_is_free(accounts: Door, alice: User) -> None:
    for number in range(15):
        telegram_id = TelegramId(BOB + number)
        with pytest.raises(UsernameTaken) as taken:
            await accounts.register(telegram_id, "alice")
        await accounts.register(telegram_id, taken.value.data["suggestion"])


async def test_reserved_and_malformed_usernames_are_refused_with_a_suggestion(accounts: Door) -> None:
    with pytest.raises(UsernameMalformed) as malformed:
        await accounts.register(ALICE, "no spaces please")
    assert malformed.value.data == {"wanted": "no spaces please", "suggestion": "no_spaces_please"}
    assert await accounts.linked_to(ALICE) is None
    with pytest.raises(UsernameReserved) as reserved:
        await accounts.register(ALICE, "Admin")
    assert reserved.value.data == {"wanted": "admin", "suggestion": "admin2"}
    await accounts.register(ALICE, reserved.value.data["suggestion"])


async def test_a_linked_chat_cannot_register_again(accounts: Door, alice: User) -> None:
    with pytest.raises(AlreadyLinked) as linked:
        await accounts.register(ALICE, "second")
    assert linked.value.data == {"username": "alice"}
    with pytest.raises(UserNotFound):
        await accounts.find("second")


async def test_of_many_simultaneous_registrations_of_a_username_one_succeeds(accounts: Door) -> None:
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


async def test_usernames_are_found_by_ids(accounts: Door, alice: User, bob: User) -> None:
    assert await accounts.usernames([bob.id, alice.id, 999]) == {alice.id: "alice", bob.id: "bob"}


async def test_a_blocked_account_is_not_found_but_its_username_stays_taken(
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


async def test_recipients_are_reachable_chats(accounts: Door, alice: User, bob: User) -> None:
    await accounts.set_reachable(ALICE, False)
    assert [to.telegram_id for to in await accounts.recipients([alice.id, bob.id])] == [BOB]
    await accounts.set_reachable(ALICE, True)
    assert {to.telegram_id for to in await accounts.recipients([alice.id, bob.id])} == {ALICE, BOB}


async def test_a_chat_that_writes_is_reachable_again(accounts: Door, alice: User) -> None:
    for _ in range(2):
        assert (await accounts.mark_reachable(ALICE)).id == alice.id
        await accounts.set_reachable(ALICE, False)
    assert await accounts.recipients([alice.id]) == []
    assert (await accounts.mark_reachable(ALICE)).id == alice.id
    assert len(await accounts.recipients([alice.id])) == 1


async def test_there_may_be_more_recipients_than_parameters_of_a_statement(
    accounts: Door, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        await session.execute(text(_MANY_USERS))
        await session.execute(text(_THEIR_CHATS))
    assert len(await accounts.recipients(range(1, 40_001))) == 40_000


async def test_accounts_are_found_without_redis(accounts: Door, alice: User, redis: Redis) -> None:
    redis.connection_pool.connection_kwargs["port"] = 1
    await redis.connection_pool.disconnect()
    assert await accounts.find("alice") == alice
    await accounts.register(BOB, "bob")
