"""Updates that are set aside or deleted, and the counts of their chats."""

from datetime import timedelta

import pytest

from kernel.chats.cleaning import ChatCleaning
from kernel.database import Sessions
from tests.kernel.chat_queues import LEASE, NO_DELAY, InboxChats, claimed_one, numbers_in
from tests.kernel.chat_queues import unhurried as unhurried


@pytest.fixture
def chats(sessions: Sessions, unhurried: None) -> InboxChats:
    return InboxChats(sessions)


async def test_the_count_of_a_chat_is_corrected_after_its_updates_were_deleted(chats: InboxChats) -> None:
    await chats.add(7, 1, 2, 3)
    await chats.execute("DELETE FROM bot.updates WHERE update_id > 1")
    await chats.complete(await claimed_one(chats), 1, is_last=True)
    assert await chats.all() == [(7, 2, 0, False)]
    (claimed,) = await chats.claim()
    assert (claimed.updates, claimed.chat.waiting) == ([], 2)
    async with chats.inbox() as inbox:
        await inbox.release(claimed.chat)
    assert await chats.all() == []


async def test_an_update_added_while_an_empty_chat_is_released_is_not_lost(chats: InboxChats) -> None:
    await chats.add(7, 1)
    await chats.execute("DELETE FROM bot.updates")
    (claimed,) = await chats.claim()
    await chats.add(7, 2)
    async with chats.inbox() as inbox:
        await inbox.release(claimed.chat)
    (claimed,) = await chats.claim()
    assert numbers_in(claimed) == [2]


async def test_an_update_that_is_set_aside_keeps_its_payload_and_reason(chats: InboxChats) -> None:
    await chats.add(7, 1, 2, payload="poison")
    lease = await claimed_one(chats)
    async with chats.inbox() as inbox:
        assert await inbox.set_aside(lease, [1], "it fails", "ab12", is_last=False) == 1
    assert await chats.updates() == [(1, "dead", "poison"), (2, "waiting", "poison")]
    columns = "SELECT reason, reference FROM bot.updates WHERE update_id = 1"
    assert await chats.execute(columns) == [("it fails", "ab12")]
    await chats.time_passes(LEASE)
    (claimed,) = await chats.claim()
    assert numbers_in(claimed) == [2]


async def test_handled_updates_are_deleted_after_a_day_and_waiting_ones_are_not(chats: InboxChats) -> None:
    await chats.add(7, 1, 2, 3)
    lease = await claimed_one(chats)
    await chats.complete(lease, 1, is_last=False)
    async with chats.inbox() as inbox:
        await inbox.set_aside(lease, [2], "it fails", "ab12", is_last=True)
    for age, left in ((timedelta(days=1), [1, 2, 3]), (NO_DELAY, [3])):
        async with chats.sessions.begin() as session:
            await ChatCleaning(session).delete_old(age)
        assert [number for number, *_ in await chats.updates()] == left
