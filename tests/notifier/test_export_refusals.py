"""Exports that Telegram refuses or that cannot be packed."""

from pathlib import Path

import pytest

from auth.models import TelegramId
from local.telegram.faults import Fault, Trouble
from notifier.exports.repository import LEASE
from notifier.exports.sending import EXPORT_RETRIES, send_exports
from notifier.sending import send_alerts

DUE = "UPDATE notifier.exports SET due_at = now()"


@pytest.fixture
async def asked(village, alice, phone):
    post = await village.publishes(alice)
    await village.exports.request(alice, TelegramId(phone.id))
    return post


async def state(village):
    """Return the status and the attempts."""
    (row,) = await village.rows("SELECT status, attempts FROM notifier.exports")
    return row


async def wait_of(village):
    """Return the seconds until the next attempt."""
    query = "SELECT extract(epoch FROM due_at - now())::float FROM notifier.exports"
    ((seconds,),) = await village.rows(query)
    return seconds


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY, Trouble.DROP])
async def test_after_transient_faults_an_export_is_retried_with_growing_delays(
    village, worker, asked, phone, telegram, trouble
):
    telegram.world.faults.add(Fault(trouble, "sendDocument", count=3))
    waits = []
    for _ in range(3):
        await send_exports(worker)
        waits.append(await wait_of(village))
        await phone.hears_nothing_of("All your data", until=send_exports(worker))  # it is not due
        await village.changes(DUE)
    assert [round(wait, -1) for wait in waits] == [20, 40, 80]
    assert await state(village) == ("waiting", 3)
    await send_exports(worker)
    await phone.hears("All your data")
    assert (await state(village))[0] == "sent"


async def test_an_export_that_always_fails_is_given_up_and_its_person_told(
    village, worker, alice, asked, phone, telegram
):
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendDocument", count=1000))
    for _ in range(EXPORT_RETRIES.max_attempts + 2):
        await send_exports(worker)
        await village.changes(DUE)
    assert await state(village) == ("failed", EXPORT_RETRIES.max_attempts)
    for _ in range(2):
        await send_alerts(worker)
    notice = await phone.hears("Please try again: /export")
    assert [message.text for message in phone.messages].count(notice.text) == 1
    telegram.world.faults.clear()
    await village.exports.request(alice, TelegramId(phone.id))
    await send_exports(worker)
    await phone.hears("All your data")


async def test_an_export_that_kills_its_workers_is_given_up(village, worker, asked, phone):
    for _ in range(EXPORT_RETRIES.max_attempts):
        async with worker.transaction() as services:
            assert await services.exports.claim()
        await village.changes(DUE)
    await phone.hears_nothing_of("All your data", until=send_exports(worker))
    await send_alerts(worker)
    await phone.hears("Your export failed")


async def test_an_attempt_at_which_telegram_asks_to_wait_does_not_count(
    village, worker, asked, phone, telegram, redis
):
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "sendDocument", seconds=30))
    await send_exports(worker)
    assert await state(village) == ("waiting", 0)
    assert 5 < await wait_of(village) <= 30
    await village.changes(DUE)
    await phone.hears_nothing_of("All your data", until=send_exports(worker))
    await redis.delete("notifier:pause")
    await send_exports(worker)
    await phone.hears("All your data")


async def test_nothing_more_is_sent_to_a_person_who_blocked_the_bot(village, worker, alice, asked, phone):
    await phone.blocks_the_bot()
    await send_exports(worker)
    assert (await state(village))[0] == "failed"
    assert await village.accounts.recipients([alice.id]) == []
    assert await village.deliveries() == []


async def test_an_export_is_retried_after_a_fault_of_the_storage(village, worker, asked, phone):
    file = Path(worker.storage.url.removeprefix("file://")) / asked.content_source
    content = file.read_bytes()
    file.unlink()
    file.symlink_to(file)  # a loop, which is an OSError
    await send_exports(worker)
    assert await state(village) == ("waiting", 1)
    file.unlink()
    file.write_bytes(content)
    await village.changes(DUE)
    await send_exports(worker)
    await phone.hears("All your data")


async def test_an_export_is_claimed_by_one_worker_until_its_lease_runs_out(village, worker, asked):
    async with worker.transaction() as one, worker.transaction() as other:
        assert await one.exports.claim()
        assert await other.exports.claim() is None
    half = f"interval '{(LEASE / 2).total_seconds()} seconds'"
    for attempts in (None, 2):
        await village.changes(f"UPDATE notifier.exports SET due_at = due_at - {half}")
        async with worker.transaction() as later:
            assert getattr(await later.exports.claim(), "attempts", None) == attempts
