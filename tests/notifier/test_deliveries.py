"""Each delivery is leased by one worker at a time, and never lost."""

import pytest

from auth.models import TelegramId
from kernel.leases import LeaseLost
from notifier.deliveries import LEASE
from notifier.models import DeliveryStatus, NewDelivery
from posts.models import EventId, PostId

_ALL = 40


def delivery_to(number):
    return NewDelivery(EventId(1), TelegramId(number), PostId(1), "en")


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


async def test_a_delivery_is_claimed_by_one_worker_until_its_lease_runs_out(deliveries, worker, village):
    async with worker.transaction() as one, worker.transaction() as other:
        claims = [await one.deliveries.claim(15), await other.deliveries.claim(15)]
    claims.append(await deliveries("claim", _ALL))
    assert [len(claimed) for claimed in claims] == [15, 15, 10]
    assert recipients(*claims) == list(range(_ALL))
    for half, attempts in ((1, set()), (2, {2})):
        await time_passes(village, LEASE / 2)
        assert {delivery.attempts for delivery in await deliveries("claim", _ALL)} == attempts, half


async def test_a_completed_delivery_is_never_claimed_again(deliveries, village):
    statuses = [DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.DROPPED]
    for delivery, status in zip(await deliveries("claim", 3), statuses, strict=True):
        await deliveries("complete", delivery, status)
    await time_passes(village, LEASE)
    assert len(await deliveries("claim", _ALL)) == _ALL - 3


@pytest.mark.parametrize(("counts", "attempts"), [(True, 2), (False, 1)])
async def test_a_postponed_delivery_is_due_after_its_delay(deliveries, village, counts, attempts):
    delivery, *_ = await deliveries("claim", _ALL)
    await deliveries("postpone", delivery, LEASE / 2, counts=counts)
    for due in ([], [(delivery.recipient, attempts)]):
        await time_passes(village, LEASE / 4)
        assert [(one.recipient, one.attempts) for one in await deliveries("claim", _ALL)] == due


async def test_a_worker_with_a_lost_lease_changes_nothing(deliveries, village):
    (late,) = await deliveries("claim", 1)
    await time_passes(village, LEASE)
    (present,) = [one for one in await deliveries("claim", _ALL) if one.recipient == late.recipient]
    for status in (DeliveryStatus.FAILED, DeliveryStatus.DROPPED):
        with pytest.raises(LeaseLost):
            await deliveries("complete", late, status)
    await deliveries("complete", present, DeliveryStatus.SENT)
    assert (await village.statuses()).count("sent") == 1
