"""The inbox: updates wait in the order of their chat; none is lost or handled twice."""

import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.chats.inbox import Inbox, ReceivedUpdate
from kernel.database import Sessions
from tests.kernel.chat_queues import LEASE, NO_DELAY, InboxChats, chats_in, claimed_one, numbers_in
from tests.kernel.chat_queues import unhurried as unhurried

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def chats(sessions: Sessions, unhurried: None) -> InboxChats:
    return InboxChats(sessions)


async def test_an_update_that_is_received_twice_is_stored_once(chats: InboxChats) -> None:
    assert await chats.add(7, 1, 2) == {7: 2}
    assert await chats.add(7, 2, 3, 3) == {7: 3}
    assert await chats.add(7, 1, 3) == {}
    (claimed,) = await chats.claim()
    assert numbers_in(claimed) == [1, 2, 3]
    assert claimed.chat.waiting == 3


async def test_the_number_of_new_updates_is_returned(chats: InboxChats) -> None:
    received = [ReceivedUpdate(number, 7 + number % 2, "{}") for number in range(5)]

    async def told(*updates: ReceivedUpdate) -> dict[int, tuple[int, int]]:
        added, _ = await inbox.add(updates)
        return {chat: (here.count, here.waiting) for chat, here in added.items()}

    async with chats.inbox() as inbox:
        assert await told(*received[:3]) == {7: (2, 2), 8: (1, 1)}
        assert await told(*received) == {7: (1, 3), 8: (1, 2)}
        assert await told(*received) == {}


async def test_a_receiver_can_lease_a_chat_in_which_nothing_else_waits(chats: InboxChats) -> None:
    await chats.add(8, 1)
    received = [ReceivedUpdate(number, 7 + number % 2, "{}") for number in (5, 2, 4)]
    async with chats.inbox() as inbox:
        _, (claimed,) = await inbox.add(received, uuid4())
    assert claimed.chat.chat_id == 7
    assert numbers_in(claimed) == [2, 4]
    assert chats_in(await chats.claim()) == [8]
    async with chats.inbox() as inbox:
        assert (await inbox.add([ReceivedUpdate(6, 7, "{}")], uuid4()))[1] == []
    await chats.complete(claimed.chat.lease, 2, 4, is_last=True)
    (rest,) = await chats.claim()
    assert numbers_in(rest) == [6]


async def test_a_handled_update_keeps_only_its_id_and_is_not_stored_again(chats: InboxChats) -> None:
    await chats.add(7, 1, payload="a secret")
    await chats.complete(await claimed_one(chats), 1, is_last=True)
    assert await chats.add(7, 1, payload="a secret") == {}
    assert await chats.updates() == [(1, "done", "")]
    assert await chats.claim() == []


async def test_simultaneous_receivers_store_an_update_once(chats: InboxChats) -> None:
    waiting = await asyncio.gather(*(chats.add(7, *range(20)) for _ in range(4)))
    assert sorted(map(len, waiting)) == [0, 0, 0, 1]
    assert await chats.all() == [(7, 20, 0, False)]


async def test_simultaneous_receivers_do_not_deadlock(chats: InboxChats) -> None:
    async def add(start: int, *order: int) -> None:
        async with chats.inbox() as inbox:
            await inbox.add([ReceivedUpdate(start + n, chat, "{}") for n, chat in enumerate(order)])

    await asyncio.gather(*(add(100 * n, *((1, 2, 3) if n % 2 else (3, 2, 1))) for n in range(10)))
    assert await chats.all() == [(1, 10, 0, False), (2, 10, 0, False), (3, 10, 0, False)]


async def test_a_limited_number_of_updates_is_claimed_in_order(chats: InboxChats) -> None:
    await chats.add(7, 5, 3)
    await chats.add(7, 9, 1)
    (claimed,) = await chats.claim(each=3)
    assert numbers_in(claimed) == [1, 3, 5]
    assert claimed.chat.waiting == 4
    async with chats.inbox() as inbox:
        assert [one.update_id for one in await inbox.first(claimed.chat, 10)] == [1, 3, 5, 9]


async def test_an_update_has_its_age(chats: InboxChats) -> None:
    await chats.add(7, 1)
    await chats.execute("UPDATE bot.updates SET received_at = received_at - interval '1 hour'")
    (claimed,) = await chats.claim()
    assert timedelta(hours=1) <= claimed.updates[0].age < timedelta(hours=1, minutes=1)


async def test_two_workers_never_lease_the_same_chat(chats: InboxChats) -> None:
    for chat in range(10):
        await chats.add(chat, chat)
    async with chats.sessions.begin() as one, chats.sessions.begin() as other:
        first = await Inbox(one, 42).claim(6, 20, [])
        second = await Inbox(other, 42).claim(6, 20, [])
        assert chats_in(first) == [0, 1, 2, 3, 4, 5]
        assert chats_in(second) == [6, 7, 8, 9]
    assert await chats.claim() == []


async def test_many_workers_claim_each_row_once(chats: InboxChats) -> None:
    for chat in range(30):
        await chats.add(chat, chat)
    claims = await asyncio.gather(*(chats.claim(5) for _ in range(8)))
    assert sorted(chat for claim in claims for chat in chats_in(claim)) == list(range(30))


async def test_busy_chats_and_chats_of_other_bots_are_not_claimed(chats: InboxChats) -> None:
    await chats.add(7, 1)
    await chats.add(8, 2)
    await chats.add(9, 3, bot=43)
    assert chats_in(await chats.claim(busy=[7])) == [8]
    assert chats_in(await chats.claim(bot=43)) == [9]
    assert chats_in(await chats.claim()) == [7]


async def test_two_bots_may_receive_the_same_update_id(chats: InboxChats) -> None:
    await chats.add(7, 1, payload="one")
    await chats.add(7, 1, payload="other", bot=43)
    (mine,) = await chats.claim()
    await chats.complete(mine.chat.lease, 1, is_last=True)
    (others,) = await chats.claim(bot=43)
    assert [one.payload for one in others.updates] == ["other"]


async def test_a_thousand_updates_of_one_chat_delay_another_chat_by_one_claim(chats: InboxChats) -> None:
    await chats.add(7, *range(1000))
    await chats.add(8, 1000)
    turns = []
    for _ in range(3):
        (claimed,) = await chats.claim(limit=1)
        turns.append(claimed.chat.chat_id)
        await chats.complete(claimed.chat.lease, *numbers_in(claimed), is_last=True)
    assert turns == [7, 8, 7]
    assert await chats.all() == [(7, 960, 0, False)]


async def test_after_the_last_update_the_chat_is_deleted(chats: InboxChats) -> None:
    await chats.add(7, 1, 2)
    lease = await claimed_one(chats)
    await chats.complete(lease, 1, is_last=False)
    assert await chats.all() == [(7, 1, 1, True)]
    await chats.complete(lease, 2, is_last=True)
    assert await chats.all() == []


async def test_a_released_chat_with_a_new_update_is_due_at_once(chats: InboxChats) -> None:
    await chats.add(7, 1)
    lease = await claimed_one(chats)
    assert await chats.add(7, 2) == {7: 2}
    assert await chats.claim() == []
    await chats.complete(lease, 1, is_last=True)
    assert await chats.all() == [(7, 1, 0, False)]
    (claimed,) = await chats.claim()
    assert (numbers_in(claimed), claimed.chat.lease.attempts) == ([2], 1)


async def test_an_update_added_while_the_last_is_completed_is_not_lost(chats: InboxChats) -> None:
    await chats.add(7, 1)
    lease = await claimed_one(chats)
    async with chats.inbox() as inbox:
        await inbox.complete(lease, [1], is_last=True)
        adding = asyncio.create_task(chats.add(7, 2))
        await asyncio.sleep(0.1)
        assert not adding.done()
    assert await adding == {7: 1}
    (claimed,) = await chats.claim()
    assert numbers_in(claimed) == [2]


async def test_attempts_are_counted_per_update(chats: InboxChats) -> None:
    await chats.add(7, 1, 2)
    for _ in range(2):
        await chats.postpone(await claimed_one(chats), NO_DELAY, counts=True)
    lease = await claimed_one(chats)
    assert lease.attempts == 3
    await chats.complete(lease, 1, is_last=False)
    await chats.time_passes(LEASE)
    assert (await claimed_one(chats)).attempts == 2


async def test_completing_an_update_extends_the_lease(chats: InboxChats) -> None:
    await chats.add(7, 1, 2)
    lease = await claimed_one(chats)
    await chats.time_passes(LEASE * 2 / 3)
    await chats.complete(lease, 1, is_last=False)
    await chats.time_passes(LEASE * 2 / 3)
    assert await chats.claim() == []
    async with chats.inbox() as inbox:
        await inbox.extend([lease])
    await chats.time_passes(LEASE * 2 / 3)
    assert await chats.claim() == []
    await chats.time_passes(LEASE / 3)
    assert chats_in(await chats.claim()) == [7]


@pytest.mark.parametrize("said", ["a\x00b", "\ud83d", "\udc4d\ud83d", "😀", "\\u0000"])
async def test_every_character_of_a_payload_is_preserved(chats: InboxChats, said: str) -> None:
    await chats.add(7, 1, payload=json.dumps({"text": said}))
    (claimed,) = await chats.claim()
    assert json.loads(claimed.updates[0].payload) == {"text": said}
