"""The inbox: updates wait in the order of their chat; none is lost or handled twice."""

import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.chats.cleaning import ChatCleaning
from kernel.chats.inbox import Inbox, ReceivedUpdate
from kernel.leases import LeaseLost
from tests.kernel.chat_queues import BOT, LEASE, NO_DELAY, InboxChats, chats_in, claimed_one, numbers_in
from tests.kernel.chat_queues import unhurried as unhurried
from tests.locks import until_blocked

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def chats(sessions, unhurried):
    return InboxChats(sessions)


def received(*numbers, chat=None):
    """Return updates; each is of its chat 7 or 8, unless `chat` is given."""
    return [ReceivedUpdate(number, chat or 7 + number % 2, "{}") for number in numbers]


async def in_one(chats, act, *arguments, **options):
    """Call a method of the inbox in a transaction of its own."""
    async with chats.inbox() as inbox:
        return await getattr(inbox, act)(*arguments, **options)


async def test_an_update_that_is_received_twice_is_stored_once(chats):
    assert await chats.add(7, 1, 2) == {7: 2}
    assert await chats.add(7, 2, 3, 3) == {7: 3}
    assert await chats.add(7, 1, 3) == {}
    (claimed,) = await chats.claim()
    assert (numbers_in(claimed), claimed.chat.waiting) == ([1, 2, 3], 3)


async def test_the_number_of_new_updates_is_returned(chats):
    async with chats.inbox() as inbox:
        for count, expected in ((3, {7: (2, 2), 8: (1, 1)}), (5, {7: (1, 3), 8: (1, 2)}), (5, {})):
            added, _ = await inbox.add(received(*range(count)))
            assert {chat: (here.count, here.waiting) for chat, here in added.items()} == expected


async def test_a_receiver_can_lease_a_chat_in_which_nothing_else_waits(chats):
    await chats.add(8, 1)
    _, (claimed,) = await in_one(chats, "add", received(5, 2, 4), uuid4())
    assert (claimed.chat.chat_id, numbers_in(claimed)) == (7, [2, 4])
    assert chats_in(await chats.claim()) == [8]
    assert (await in_one(chats, "add", received(6), uuid4()))[1] == []
    await chats.complete(claimed.chat.lease, 2, 4, is_last=True)
    (rest,) = await chats.claim()
    assert numbers_in(rest) == [6]


async def test_a_handled_update_keeps_only_its_id_and_is_not_stored_again(chats):
    await chats.add(7, 1, payload="a secret")
    lease = await claimed_one(chats)
    await chats.complete(lease, 1, is_last=True)
    assert await chats.add(7, 1, payload="a secret") == {}
    assert await chats.updates() == [(1, "done", "")]
    assert await chats.claim() == []
    with pytest.raises(LeaseLost):
        await chats.complete(lease, 1, is_last=True)


async def test_simultaneous_receivers_store_an_update_once_and_do_not_deadlock(chats):
    waiting = await asyncio.gather(*(chats.add(7, *range(20)) for _ in range(4)))
    assert sorted(map(len, waiting)) == [0, 0, 0, 1]

    async def add(number):
        order = (1, 2, 3) if number % 2 else (3, 2, 1)
        updates = [ReceivedUpdate(100 * number + n, chat, "{}") for n, chat in enumerate(order)]
        await in_one(chats, "add", updates)

    await asyncio.gather(*map(add, range(1, 11)))
    assert await chats.all() == [*((chat, 10, 0, False) for chat in (1, 2, 3)), (7, 20, 0, False)]


async def test_a_limited_number_of_updates_is_claimed_in_order_with_their_age(chats):
    await chats.add(7, 5, 3)
    await chats.add(7, 9, 1)
    await chats.execute("UPDATE bot.updates SET received_at = received_at - interval '1 hour'")
    (claimed,) = await chats.claim(each=3)
    assert (numbers_in(claimed), claimed.chat.waiting) == ([1, 3, 5], 4)
    assert [one.update_id for one in await in_one(chats, "first", claimed.chat, 10)] == [1, 3, 5, 9]
    assert timedelta(hours=1) <= claimed.updates[0].age < timedelta(hours=1, minutes=1)


async def test_two_workers_never_lease_the_same_chat(chats):
    for chat in range(40):
        await chats.add(chat, chat)
    async with chats.sessions.begin() as one, chats.sessions.begin() as other:
        assert chats_in(await Inbox(one, BOT).claim(6, 20, [])) == [0, 1, 2, 3, 4, 5]
        assert chats_in(await Inbox(other, BOT).claim(4, 20, [])) == [6, 7, 8, 9]
    claims = await asyncio.gather(*(chats.claim(5) for _ in range(8)))
    assert sorted(chat for claim in claims for chat in chats_in(claim)) == list(range(10, 40))


async def test_busy_chats_and_chats_of_other_bots_are_not_claimed(chats):
    await chats.add(7, 1, payload="one")
    await chats.add(8, 2)
    await chats.add(7, 1, payload="other", bot=43)
    assert chats_in(await chats.claim(busy=[7])) == [8]
    (mine,) = await chats.claim()
    await chats.complete(mine.chat.lease, 1, is_last=True)
    (others,) = await chats.claim(bot=43)
    assert [one.payload for one in others.updates] == ["other"]


async def test_a_thousand_updates_of_one_chat_delay_another_chat_by_one_claim(chats):
    await chats.add(7, *range(1000))
    await chats.add(8, 1000)
    turns = []
    for _ in range(3):
        (claimed,) = await chats.claim(limit=1)
        turns.append(claimed.chat.chat_id)
        await chats.complete(claimed.chat.lease, *numbers_in(claimed), is_last=True)
    assert turns == [7, 8, 7]
    assert await chats.all() == [(7, 960, 0, False)]


async def test_an_update_is_completed_once_and_after_the_last_the_chat_is_deleted(chats):
    await chats.add(7, 1, 2)
    lease = await claimed_one(chats)
    await chats.complete(lease, 1, is_last=False)
    # As after a commit whose response was lost.
    with pytest.raises(LeaseLost):
        await chats.complete(lease, 1, is_last=False)
    assert await chats.all() == [(7, 1, 1, True)]
    await chats.complete(lease, 2, is_last=True)
    assert await chats.all() == []


async def test_a_released_chat_with_a_new_update_is_due_at_once(chats):
    await chats.add(7, 1)
    lease = await claimed_one(chats)
    assert await chats.add(7, 2) == {7: 2}
    assert await chats.claim() == []
    await chats.complete(lease, 1, is_last=True)
    assert await chats.all() == [(7, 1, 0, False)]
    (claimed,) = await chats.claim()
    assert (numbers_in(claimed), claimed.chat.lease.attempts) == ([2], 1)


async def test_an_update_added_while_the_last_is_completed_is_not_lost(chats):
    await chats.add(7, 1)
    lease = await claimed_one(chats)
    async with chats.inbox() as inbox:
        await inbox.complete(lease, [1], is_last=True)
        adding = asyncio.create_task(chats.add(7, 2))
        await until_blocked(adding, chats.sessions)
    assert await adding == {7: 1}
    (claimed,) = await chats.claim()
    assert numbers_in(claimed) == [2]


async def test_attempts_are_counted_per_update_unless_left_uncounted(chats):
    await chats.add(7, 1, 2)
    for counts, attempts in ((False, 1), (True, 1), (False, 2), (True, 2)):
        lease = await claimed_one(chats)
        assert lease.attempts == attempts
        await chats.postpone(lease, NO_DELAY, counts=counts)
    lease = await claimed_one(chats)
    assert lease.attempts == 3
    await chats.complete(lease, 1, is_last=False)
    await chats.time_passes(LEASE)
    assert (await claimed_one(chats)).attempts == 2


async def test_completing_an_update_extends_the_lease(chats):
    await chats.add(7, 1, 2)
    lease = await claimed_one(chats)
    await chats.time_passes(LEASE * 2 / 3)
    await chats.complete(lease, 1, is_last=False)
    await chats.time_passes(LEASE * 2 / 3)
    assert await chats.claim() == []
    await in_one(chats, "extend", [lease])
    await chats.time_passes(LEASE * 2 / 3)
    assert await chats.claim() == []
    await chats.time_passes(LEASE / 3)
    assert chats_in(await chats.claim()) == [7]


@pytest.mark.parametrize("said", ["a\x00b", "\ud83d", "\udc4d\ud83d", "😀", "\\u0000"])
async def test_every_character_of_a_payload_is_preserved(chats, said):
    await chats.add(7, 1, payload=json.dumps({"text": said}))
    (claimed,) = await chats.claim()
    assert json.loads(claimed.updates[0].payload) == {"text": said}


async def test_a_new_update_makes_a_postponed_chat_due_at_once(chats):
    await chats.add(7, 1)
    await chats.add(8, 8)
    await chats.add(7, 9)
    (claimed,) = await chats.claim(limit=1)
    assert claimed.chat.chat_id == 7, "a new update makes no chat due later"
    await chats.postpone(claimed.chat.lease, A_MINUTE, counts=False)
    assert await chats.due() == [8]
    await chats.add(7, 2)
    assert await chats.due() == [7, 8]


@pytest.mark.parametrize(
    ("options", "attempts"),
    [({"counts": True}, 2), ({"counts": False, "ignores_new_items": True}, 1)],
    ids=["failed", "undisturbed"],
)
async def test_a_new_update_makes_a_failed_or_undisturbed_chat_due_no_earlier(chats, options, attempts):
    await chats.add(7, 1)
    await in_one(chats, "postpone", await claimed_one(chats), A_MINUTE, **options)
    assert await chats.add(7, 2) == {7: 2}
    await chats.time_passes(A_MINUTE * 0.9)
    assert await chats.claim() == []
    await chats.time_passes(A_MINUTE * 0.1)
    (claimed,) = await chats.claim()
    assert (numbers_in(claimed), claimed.chat.lease.attempts) == ([1, 2], attempts)


async def late_and_present(chats):
    """Return a lease that ran out, and the lease of another worker on the same chat."""
    await chats.add(7, 1)
    late = await claimed_one(chats)
    await chats.time_passes(LEASE)
    return late, await claimed_one(chats)


@pytest.mark.parametrize("is_last", [False, True])
async def test_the_work_of_a_worker_with_a_lost_lease_is_rolled_back(chats, is_last):
    late, present = await late_and_present(chats)

    async def handle():
        async with chats.inbox() as inbox:
            await inbox.add([ReceivedUpdate(99, 8, "{}")])
            await inbox.complete(late, [1], is_last=is_last)

    with pytest.raises(LeaseLost):
        await handle()
    assert await chats.updates() == [(1, "waiting", "{}")]
    assert await chats.all() == [(7, 1, 2, True)]
    await chats.complete(present, 1, is_last=True)
    assert await chats.all() == []


async def test_a_worker_with_a_lost_lease_can_change_nothing(chats):
    late, _ = await late_and_present(chats)
    before = await chats.all()
    for act, *arguments in (("postpone", A_MINUTE), ("set_aside", [1], "it fails", "ab12"), ("complete", [])):
        options = {"counts": False} if act == "postpone" else {"is_last": True}
        with pytest.raises(LeaseLost):
            await in_one(chats, act, late, *arguments, **options)
    assert (await chats.all(), await chats.updates()) == (before, [(1, "waiting", "{}")])


async def test_are_due_is_about_now_or_soon(chats):
    assert await chats.are_due() == (False, False)
    await chats.add(7, 1)
    assert await chats.are_due() == (True, False)
    assert await chats.are_due(bot=BOT + 1) == (False, False)
    await chats.postpone(await claimed_one(chats), A_MINUTE, counts=True)
    assert await chats.are_due() == (False, False)
    assert await chats.are_due(within=2 * A_MINUTE) == (True, False)


async def test_the_count_of_a_chat_is_corrected_after_its_updates_were_deleted(chats):
    await chats.add(7, 1, 2, 3)
    await chats.execute("DELETE FROM bot.updates WHERE update_id > 1")
    await chats.complete(await claimed_one(chats), 1, is_last=True)
    assert await chats.all() == [(7, 2, 0, False)]
    (claimed,) = await chats.claim()
    assert (claimed.updates, claimed.chat.waiting) == ([], 2)
    await chats.add(7, 4)
    await in_one(chats, "release", claimed.chat)
    (claimed,) = await chats.claim()
    assert numbers_in(claimed) == [4], "an update added while an empty chat is released is not lost"
    await chats.execute("DELETE FROM bot.updates WHERE update_id = 4")
    await in_one(chats, "release", claimed.chat)
    assert await chats.all() == []


async def test_an_update_that_is_set_aside_keeps_its_payload_and_reason(chats):
    await chats.add(7, 1, 2, payload="poison")
    lease = await claimed_one(chats)
    assert await in_one(chats, "set_aside", lease, [1], "it fails", "ab12", is_last=False) == 1
    assert await chats.updates() == [(1, "dead", "poison"), (2, "waiting", "poison")]
    columns = "SELECT reason, reference FROM bot.updates WHERE update_id = 1"
    assert await chats.execute(columns) == [("it fails", "ab12")]
    await chats.time_passes(LEASE)
    (claimed,) = await chats.claim()
    assert numbers_in(claimed) == [2]


async def test_handled_updates_are_deleted_after_a_day_and_waiting_ones_are_not(chats):
    await chats.add(7, 1, 2, 3)
    lease = await claimed_one(chats)
    await chats.complete(lease, 1, is_last=False)
    await in_one(chats, "set_aside", lease, [2], "it fails", "ab12", is_last=True)
    for age, left in ((timedelta(days=1), [1, 2, 3]), (NO_DELAY, [3])):
        async with chats.sessions.begin() as session:
            await ChatCleaning(session).delete_old(age)
        assert [number for number, *_ in await chats.updates()] == left
