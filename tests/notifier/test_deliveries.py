"""Each delivery is leased by one worker at a time, and never lost."""

import asyncio
from datetime import timedelta

import pytest

from auth.models import TelegramId
from kernel.leases import LeaseLost
from notifier.deliveries import LEASE
from notifier.models import Delivery, DeliveryStatus, NewDelivery
from notifier.worker import Worker
from posts.models import EventId, PostId
from tests.notifier.village import Village

_ALL = 40


@pytest.fixture
async def waiting(worker: Worker) -> None:
    """Forty deliveries of one event."""
    async with worker.transaction() as services:
        await services.deliveries.add(
            NewDelivery(EventId(1), TelegramId(number), PostId(1), "en") for number in range(_ALL)
        )


async def claim(worker: Worker, limit: int = _ALL) -> list[Delivery]:
    async with worker.transaction() as services:
        return await services.deliveries.claim(limit)


async def test_a_delivery_that_is_added_twice_is_stored_once(
    waiting: None, worker: Worker, village: Village
) -> None:
    async with worker.transaction() as services:
        await services.deliveries.add([NewDelivery(EventId(1), TelegramId(0), PostId(1), "en")])
    assert len(await village.deliveries()) == _ALL


async def test_two_workers_never_claim_the_same_row(waiting: None, worker: Worker) -> None:
    async with worker.transaction() as one, worker.transaction() as other:
        first, second = await one.deliveries.claim(15), await other.deliveries.claim(15)
    assert (len(first), len(second)) == (15, 15)
    assert not {delivery.recipient for delivery in first} & {delivery.recipient for delivery in second}


async def test_many_workers_claim_each_row_once(waiting: None, worker: Worker) -> None:
    claims = await asyncio.gather(*(claim(worker, 7) for _ in range(8)))
    recipients = [delivery.recipient for some in claims for delivery in some]
    assert sorted(recipients) == list(range(_ALL))


async def test_a_leased_delivery_is_not_claimed_again(
    waiting: None, worker: Worker, village: Village
) -> None:
    await claim(worker)
    await time_passes(village, LEASE / 2)
    assert await claim(worker) == []


async def test_a_delivery_of_a_dead_worker_is_claimed_again(
    waiting: None, worker: Worker, village: Village
) -> None:
    await claim(worker)
    await time_passes(village, LEASE)
    again = await claim(worker)
    assert len(again) == _ALL
    assert {delivery.attempts for delivery in again} == {2}


async def test_a_completed_delivery_is_never_claimed_again(
    waiting: None, worker: Worker, village: Village
) -> None:
    statuses = [DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.DROPPED]
    for delivery, status in zip(await claim(worker, 3), statuses, strict=True):
        await complete(worker, delivery, status)
    await time_passes(village, LEASE)
    assert len(await claim(worker)) == _ALL - 3


async def test_a_postponed_delivery_is_due_after_its_delay(
    waiting: None, worker: Worker, village: Village
) -> None:
    (delivery,) = await claim(worker, 1)
    async with worker.transaction() as services:
        await services.deliveries.postpone(delivery, timedelta(minutes=5))
    assert len(await claim(worker)) == _ALL - 1
    await time_passes(village, timedelta(minutes=4))
    assert delivery.recipient not in {other.recipient for other in await claim(worker)}
    await time_passes(village, timedelta(minutes=1))
    assert delivery.recipient in {other.recipient for other in await claim(worker)}


async def test_a_postponement_can_leave_the_attempts_uncounted(waiting: None, worker: Worker) -> None:
    for counts in (False, True):
        (delivery,) = [one for one in await claim(worker) if one.recipient == 7]
        assert delivery.attempts == 1
        async with worker.transaction() as services:
            await services.deliveries.postpone(delivery, timedelta(0), counts=counts)
    (delivery,) = await claim(worker)
    assert delivery.attempts == 2


async def test_a_worker_with_a_lost_lease_changes_nothing(
    waiting: None, worker: Worker, village: Village
) -> None:
    (late,) = await claim(worker, 1)
    await time_passes(village, LEASE)
    (present,) = [one for one in await claim(worker) if one.recipient == late.recipient]
    for status in (DeliveryStatus.FAILED, DeliveryStatus.DROPPED):
        with pytest.raises(LeaseLost):
            await complete(worker, late, status)
    await complete(worker, present, DeliveryStatus.SENT)
    assert (await village.statuses()).count("sent") == 1


async def complete(worker: Worker, delivery: Delivery, status: DeliveryStatus) -> None:
    async with worker.transaction() as services:
        await services.deliveries.complete(delivery, status)


async def time_passes(village: Village, length: timedelta) -> None:
    seconds = length.total_seconds()
    await village.changes(f"UPDATE notifier.deliveries SET due_at = due_at - interval '{seconds} seconds'")
