"""Accounts are deleted a day after the request, which can be cancelled until then."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from auth.errors import DeletionInProgress, NotRegistered, NotYourUsername, UserNotFound
from auth.models import User, UserId
from auth.wiring import account_service
from kernel.database import Sessions
from kernel.settings import SecretSettings
from tests.auth.conftest import ALICE
from tests.doors import Door
from tests.patience import PATIENCE

HOURS = "UPDATE auth.users SET deleting_at = deleting_at - interval '{} hours'"


async def hours_pass(sessions: Sessions, hours: float) -> None:
    async with sessions.begin() as session:
        await session.execute(text(HOURS.format(hours)))


async def test_an_account_is_deleted_a_day_after_the_first_request(
    accounts: Door, alice: User, sessions: Sessions
) -> None:
    assert alice.deleting_at is None
    when = await accounts.schedule_deletion(alice.id)
    assert abs(when - datetime.now(UTC) - timedelta(hours=24)) < timedelta(minutes=1)
    assert (await accounts.linked_to(ALICE)).deleting_at == when
    await hours_pass(sessions, 5)
    when = await accounts.schedule_deletion(alice.id)
    assert abs(when - datetime.now(UTC) - timedelta(hours=19)) < timedelta(minutes=1)
    with pytest.raises(NotRegistered):
        await accounts.schedule_deletion(UserId(404))


async def test_until_the_day_is_over_a_deletion_is_not_due_and_can_be_cancelled(
    accounts: Door, alice: User, sessions: Sessions
) -> None:
    await accounts.schedule_deletion(alice.id)
    await hours_pass(sessions, 23.9)
    assert await accounts.due_deletions(10) == []
    assert not await accounts.lock_for_deletion(alice.id)
    for _ in range(2):  # a button may be pressed twice
        await accounts.cancel_deletion(alice.id)
    assert (await accounts.get(alice.id)).deleting_at is None
    await hours_pass(sessions, 24)
    assert await accounts.due_deletions(10) == []


async def test_a_due_deletion_cannot_be_cancelled(
    accounts: Door, alice: User, bob: User, sessions: Sessions
) -> None:
    for user in (alice, bob):
        await accounts.schedule_deletion(user.id)
    await hours_pass(sessions, 24)
    with pytest.raises(DeletionInProgress):
        await accounts.cancel_deletion(alice.id)
    assert [user.id for user in await accounts.due_deletions(10)] == [alice.id, bob.id]
    assert len(await accounts.due_deletions(1)) == 1
    assert await accounts.lock_for_deletion(alice.id)


async def test_a_deleted_account_frees_its_username_and_its_chat(
    accounts: Door, alice_with_password: User
) -> None:
    await accounts.delete(alice_with_password.id)
    with pytest.raises(UserNotFound):
        await accounts.find("alice")
    assert await accounts.linked_to(ALICE) is None
    assert await accounts.linked_chats(alice_with_password.id) == []
    again = await accounts.register(ALICE, "alice")
    assert again.id != alice_with_password.id
    assert not again.has_password


async def test_a_deleted_account_leaves_nothing_in_redis(
    accounts: Door, alice: User, bob: User, redis: Redis
) -> None:
    await accounts.ask_for_code(ALICE, "alice")
    await accounts.issue_code(alice.id)
    await accounts.issue_code(bob.id)
    assert len(await redis.keys(f"auth:*:{alice.id}")) == 2
    await accounts.delete(alice.id)
    assert await redis.keys(f"auth:*:{alice.id}") == []
    assert await redis.keys(f"auth:*:{bob.id}") == [f"auth:code:{bob.id}".encode()]


async def test_a_deletion_is_confirmed_by_the_username_and_nothing_else(accounts: Door, alice: User) -> None:
    for typed in ("", "bob", "alice!", "yes", "x" * 5000):
        with pytest.raises(NotYourUsername) as refusal:
            await accounts.confirm_deletion(alice, typed)
        assert refusal.value.data == {"typed": typed[:33], "username": "alice"}
        assert (await accounts.get(alice.id)).deleting_at is None
    for typed in ("alice", "@alice", " ALICE\n"):
        when = await accounts.confirm_deletion(alice, typed)
        assert (await accounts.get(alice.id)).deleting_at == when
        await accounts.cancel_deletion(alice.id)


async def test_a_transaction_of_the_person_delays_the_deletion_and_one_during_it_finds_no_account(
    accounts: Door, alice: User, sessions: Sessions, redis: Redis, secrets: SecretSettings
) -> None:
    await accounts.schedule_deletion(alice.id)
    await hours_pass(sessions, 24)
    async with sessions.begin() as update:
        assert await account_service(update, redis, secrets).linked_to(ALICE)
        assert not await accounts.lock_for_deletion(alice.id)
    async with sessions.begin() as session:
        leaving = account_service(session, redis, secrets)
        assert await leaving.lock_for_deletion(alice.id)
        late_update = asyncio.ensure_future(accounts.linked_to(ALICE))
        await leaving.delete(alice.id)
        await waits_for_a_lock(sessions)
        assert not late_update.done()
    assert await late_update is None


async def waits_for_a_lock(sessions: Sessions) -> None:
    """Wait until some transaction waits for a lock."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(PATIENCE), sessions() as session:
        while not await session.scalar(waiting):  # noqa: ASYNC110 - Postgres sets no event
            await asyncio.sleep(0.01)
