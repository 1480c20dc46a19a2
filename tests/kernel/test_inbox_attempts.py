"""When a chat of the inbox is due after a failure or a new update; and lost leases."""

from datetime import timedelta

import pytest

from kernel.chats.inbox import ReceivedUpdate
from kernel.database import Sessions
from kernel.leases import Lease, LeaseLost
from tests.kernel.chat_queues import BOT, LEASE, NO_DELAY, InboxChats, claimed_one, numbers_in
from tests.kernel.chat_queues import unhurried as unhurried

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def chats(sessions: Sessions, unhurried: None) -> InboxChats:
    return InboxChats(sessions)


async def test_a_chat_that_is_postponed_is_due_after_the_delay(chats: InboxChats) -> None:
    await chats.add(7, 1)
    await chats.postpone(await claimed_one(chats), 5 * A_MINUTE, counts=True)
    await chats.time_passes(4 * A_MINUTE)
    assert await chats.claim() == []
    await chats.time_passes(A_MINUTE)
    assert (await claimed_one(chats)).attempts == 2


async def test_an_attempt_can_be_left_uncounted(chats: InboxChats) -> None:
    await chats.add(7, 1)
    for counts, attempts in ((False, 1), (True, 1), (False, 2), (True, 2)):
        lease = await claimed_one(chats)
        assert lease.attempts == attempts
        await chats.postpone(lease, NO_DELAY, counts=counts)
    assert await chats.all() == [(7, 1, 2, False)]


async def test_a_new_update_makes_a_postponed_chat_due_at_once(chats: InboxChats) -> None:
    await chats.add(7, 1)
    await chats.postpone(await claimed_one(chats), A_MINUTE, counts=False)
    assert await chats.due() == []
    await chats.add(7, 2)
    (claimed,) = await chats.claim()
    assert numbers_in(claimed) == [1, 2]


async def test_a_new_update_does_not_make_a_failed_chat_due_earlier(chats: InboxChats) -> None:
    await chats.add(7, 1)
    await chats.postpone(await claimed_one(chats), A_MINUTE, counts=True)
    assert await chats.add(7, 2) == {7: 2}
    assert await chats.claim() == []
    await chats.time_passes(A_MINUTE)
    (claimed,) = await chats.claim()
    assert (numbers_in(claimed), claimed.chat.lease.attempts) == ([1, 2], 2)


async def test_a_new_update_does_not_make_a_chat_due_later(chats: InboxChats) -> None:
    for chat in (7, 8):
        await chats.add(chat, chat)
    await chats.add(7, 9)
    (claimed, _) = await chats.claim()
    assert claimed.chat.chat_id == 7


async def late_and_present(chats: InboxChats) -> tuple[Lease, Lease]:
    """Return a lease that ran out, and the lease of another worker on the same chat."""
    await chats.add(7, 1)
    late = await claimed_one(chats)
    await chats.time_passes(LEASE)
    return late, await claimed_one(chats)


@pytest.mark.parametrize("is_last", [False, True])
async def test_what_a_worker_with_a_lost_lease_did_is_rolled_back(chats: InboxChats, is_last: bool) -> None:
    late, present = await late_and_present(chats)

    async def handle() -> None:
        async with chats.inbox() as inbox:
            await inbox.add([ReceivedUpdate(99, 8, "{}")])
            await inbox.complete(late, [1], is_last=is_last)

    with pytest.raises(LeaseLost):
        await handle()
    assert await chats.updates() == [(1, "waiting", "{}")]
    assert await chats.all() == [(7, 1, 2, True)]
    await chats.complete(present, 1, is_last=True)
    assert await chats.all() == []


async def test_a_worker_with_a_lost_lease_can_change_nothing(chats: InboxChats) -> None:
    await chats.add(7, 1)
    (late,) = await chats.claim()
    await chats.time_passes(LEASE)
    await claimed_one(chats)
    before = await chats.all()
    with pytest.raises(LeaseLost):
        await chats.postpone(late.chat.lease, A_MINUTE, counts=False)
    with pytest.raises(LeaseLost):
        await set_aside(chats, late.chat.lease)
    with pytest.raises(LeaseLost):
        await release(chats, late.chat.lease)
    assert (await chats.all(), await chats.updates()) == (before, [(1, "waiting", "{}")])


async def set_aside(chats: InboxChats, lease: Lease) -> None:
    async with chats.inbox() as inbox:
        await inbox.set_aside(lease, [1], "it fails", "ab12", is_last=True)


async def release(chats: InboxChats, lease: Lease) -> None:
    async with chats.inbox() as inbox:
        await inbox.complete(lease, [], is_last=True)


async def test_a_chat_is_completed_once(chats: InboxChats) -> None:
    await chats.add(7, 1)
    lease = await claimed_one(chats)
    await chats.complete(lease, 1, is_last=True)
    with pytest.raises(LeaseLost):
        await chats.complete(lease, 1, is_last=True)


async def test_are_due_tells_of_now_and_of_soon(chats: InboxChats) -> None:
    assert await chats.are_due() == (False, False)
    await chats.add(7, 1)
    assert await chats.are_due() == (True, False)
    assert await chats.are_due(bot=BOT + 1) == (False, False)
    await chats.postpone(await claimed_one(chats), A_MINUTE, counts=True)
    assert await chats.are_due() == (False, False)
    assert await chats.are_due(within=2 * A_MINUTE) == (True, False)


async def test_a_chat_that_is_postponed_undisturbed_is_not_due_earlier_by_a_new_update(
    chats: InboxChats,
) -> None:
    await chats.add(7, 1)
    async with chats.inbox() as inbox:
        (claimed,) = await inbox.claim(1, 10, ())
        await inbox.postpone(claimed.chat.lease, A_MINUTE, counts=False, ignores_new_items=True)
    await chats.add(7, 2)
    assert await chats.claim() == []
    await chats.time_passes(A_MINUTE)
    (claimed,) = await chats.claim()
    assert numbers_in(claimed) == [1, 2]
    assert claimed.chat.lease.attempts == 1


async def test_completing_again_after_a_lost_commit_response_raises_lease_lost(chats: InboxChats) -> None:
    await chats.add(7, 1, 2)
    lease = await claimed_one(chats)
    await chats.complete(lease, 1, is_last=False)
    with pytest.raises(LeaseLost):
        await chats.complete(lease, 1, is_last=False)
    assert await chats.all() == [(7, 1, 1, True)]
