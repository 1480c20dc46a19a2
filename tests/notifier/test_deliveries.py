"""Each delivery is leased by one worker at a time, and never lost."""

import asyncio
from datetime import timedelta

import pytest

from kernel.leases import LeaseLost
from notifier.deliveries import LEASE
from notifier.models import DeliveryStatus

_ALL = 40


def delivery_to(number):
    return {"event_id": 1, "recipient": number, "post_id": 1, "language": None, "silent": False}


@pytest.fixture
async def deliveries(worker):
    """Call a method of the repository in its own transaction; there are forty deliveries of one event."""

    async def in_one(method, *arguments, **options):
        async with worker.transaction() as services:
            return await getattr(services.deliveries, method)(*arguments, **options)

    await in_one("add", map(delivery_to, range(_ALL)))
    return in_one


async def time_passes(village, length):
    seconds = length.total_seconds()
    await village.changes(f"UPDATE notifier.deliveries SET due_at = due_at - interval '{seconds} seconds'")


def recipients(*claims):
    return sorted(delivery.recipient for claim in claims for delivery in claim)


async def test_a_delivery_that_is_added_twice_is_stored_once(deliveries, village):
    await deliveries("add", [delivery_to(0)])
    assert len(await village.deliveries()) == _ALL


async def test_workers_never_claim_the_same_row(deliveries, worker):
    async with worker.transaction() as one, worker.transaction() as other:
        first, second = await one.deliveries.claim(7), await other.deliveries.claim(7)
    rest = await asyncio.gather(*(deliveries("claim", 7) for _ in range(6)))
    assert (len(first), len(second)) == (7, 7)
    assert recipients(first, second, *rest) == list(range(_ALL))


async def test_a_delivery_of_a_dead_worker_is_claimed_again_after_its_lease(deliveries, village):
    await deliveries("claim", _ALL)
    await time_passes(village, LEASE / 2)
    assert await deliveries("claim", _ALL) == []
    await time_passes(village, LEASE / 2)
    again = await deliveries("claim", _ALL)
    assert {delivery.attempts for delivery in again} == {2}
    assert len(again) == _ALL


async def test_a_completed_delivery_is_never_claimed_again(deliveries, village):
    statuses = [DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.DROPPED]
    for delivery, status in zip(await deliveries("claim", 3), statuses, strict=True):
        await deliveries("complete", delivery, status)
    await time_passes(village, LEASE)
    assert len(await deliveries("claim", _ALL)) == _ALL - 3


async def test_a_postponed_delivery_is_due_after_its_delay(deliveries, village):
    (delivery,) = await deliveries("claim", 1)
    await deliveries("postpone", delivery, timedelta(minutes=5))
    assert len(await deliveries("claim", _ALL)) == _ALL - 1
    for minutes, is_due in ((4, False), (1, True)):
        await time_passes(village, timedelta(minutes=minutes))
        assert (delivery.recipient in recipients(await deliveries("claim", _ALL))) is is_due


async def test_a_postponement_can_leave_the_attempts_uncounted(deliveries):
    for counts in (False, True):
        (delivery,) = [one for one in await deliveries("claim", _ALL) if one.recipient == 7]
        assert delivery.attempts == 1
        await deliveries("postpone", delivery, timedelta(0), counts=counts)
    (delivery,) = await deliveries("claim", _ALL)
    assert delivery.attempts == 2


async def test_a_worker_with_a_lost_lease_changes_nothing(deliveries, village):
    (late,) = await deliveries("claim", 1)
    await time_passes(village, LEASE)
    (present,) = [one for one in await deliveries("claim", _ALL) if one.recipient == late.recipient]
    for status in (DeliveryStatus.FAILED, DeliveryStatus.DROPPED):
        with pytest.raises(LeaseLost):
            await deliveries("complete", late, status)
    await deliveries("complete", present, DeliveryStatus.SENT)
    assert (await village.statuses()).count("sent") == 1
