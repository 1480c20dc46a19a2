"""Exports that Telegram refuses or that cannot be packed."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from local.telegram.faults import Fault, Trouble
from notifier.exports.repository import LEASE
from notifier.exports.sending import EXPORT_RETRIES, send_exports
from notifier.sending import send_alerts
from notifier.worker import Worker
from tests.conversation import Person, Telegram
from tests.notifier.village import Village

DUE = "UPDATE notifier.exports SET due_at = now()"
PASSED = "UPDATE notifier.exports SET due_at = due_at - interval '{} seconds'"


@pytest.fixture
async def phone(village: Village, alice: User) -> Person:
    return village.telegram.person("alice")


@pytest.fixture
async def asked(village: Village, alice: User, phone: Person) -> None:
    await village.publishes(alice)
    await village.exports.request(alice, TelegramId(phone.id))


async def state(village: Village) -> list[tuple[object, ...]]:
    return await village.rows("SELECT status, attempts FROM notifier.exports")


async def wait_of(village: Village) -> float:
    """Return the seconds until the next attempt."""
    query = "SELECT extract(epoch FROM due_at - now())::float FROM notifier.exports"
    ((seconds,),) = await village.rows(query)
    return float(seconds)


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY, Trouble.DROP])
async def test_after_transient_faults_an_export_is_retried_with_growing_delays(
    village: Village, worker: Worker, asked: None, phone: Person, telegram: Telegram, trouble: Trouble
) -> None:
    telegram.world.faults.add(Fault(trouble, "sendDocument", count=3))
    waits = []
    for _ in range(3):
        await send_exports(worker)
        waits.append(await wait_of(village))
        await phone.hears_nothing_of("All your data", until=send_exports(worker))  # it is not due
        await village.changes(DUE)
    assert [round(wait, -1) for wait in waits] == [20, 40, 80]
    assert await state(village) == [("waiting", 3)]
    await send_exports(worker)
    await phone.hears("All your data")
    assert (await state(village))[0][0] == "sent"


async def test_an_export_that_always_fails_is_given_up_and_its_person_told(
    village: Village, worker: Worker, asked: None, phone: Person, telegram: Telegram
) -> None:
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendDocument", count=1000))
    for _ in range(EXPORT_RETRIES.max_attempts + 2):
        await send_exports(worker)
        await village.changes(DUE)
    assert await state(village) == [("failed", EXPORT_RETRIES.max_attempts)]
    for _ in range(2):
        await send_alerts(worker)
    told = await phone.hears("Please try again: /export")
    assert [message.text for message in phone.messages].count(told.text) == 1
    telegram.world.faults.clear()
    await village.exports.request(await village.accounts.find("alice"), TelegramId(phone.id))
    await send_exports(worker)
    await phone.hears("All your data")


async def test_an_export_that_kills_its_workers_is_given_up(
    village: Village, worker: Worker, asked: None, phone: Person
) -> None:
    for _ in range(EXPORT_RETRIES.max_attempts):
        async with worker.transaction() as services:
            assert await services.exports.claim()
        await village.changes(DUE)
    await phone.hears_nothing_of("All your data", until=send_exports(worker))
    await send_alerts(worker)
    await phone.hears("Your export failed")


async def test_an_attempt_at_which_telegram_asks_to_wait_does_not_count(
    village: Village, worker: Worker, asked: None, phone: Person, telegram: Telegram, redis: Redis
) -> None:
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "sendDocument", seconds=30))
    await send_exports(worker)
    assert await state(village) == [("waiting", 0)]
    assert 5 < await wait_of(village) <= 30
    await village.changes(DUE)
    await phone.hears_nothing_of("All your data", until=send_exports(worker))
    await redis.delete("notifier:pause")
    await send_exports(worker)
    await phone.hears("All your data")


async def test_nothing_more_is_sent_to_a_person_who_blocked_the_bot(
    village: Village, worker: Worker, alice: User, asked: None, phone: Person
) -> None:
    await phone.blocks_the_bot()
    await send_exports(worker)
    assert (await state(village))[0][0] == "failed"
    assert await village.accounts.recipients([alice.id]) == []
    assert await village.deliveries() == []


async def test_an_export_is_retried_after_a_fault_of_the_storage(
    village: Village, worker: Worker, alice: User, asked: None, phone: Person
) -> None:
    (post,) = (await village.posts.page_of(alice.id, 0, 5)).posts
    file = Path(worker.storage.url.removeprefix("file://")) / post.content_source
    content = file.read_bytes()
    file.unlink()
    file.symlink_to(file)  # a loop, which is an OSError
    await send_exports(worker)
    assert await state(village) == [("waiting", 1)]
    file.unlink()
    file.write_bytes(content)
    await village.changes(DUE)
    await send_exports(worker)
    await phone.hears("All your data")


async def test_two_workers_never_claim_the_same_export(
    village: Village, worker: Worker, asked: None, phone: Person
) -> None:
    async with worker.transaction() as one, worker.transaction() as other:
        assert await one.exports.claim()
        assert await other.exports.claim() is None
    await village.changes(PASSED.format((LEASE / 2).total_seconds()))
    async with worker.transaction() as late:
        assert await late.exports.claim() is None
    await village.changes(PASSED.format((LEASE / 2).total_seconds()))
    async with worker.transaction() as later:
        again = await later.exports.claim()
    assert again
    assert again.attempts == 2
