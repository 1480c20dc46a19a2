"""The outbox: replies wait in the order of their chat until they are sent."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.chats.cleaning import ChatCleaning
from kernel.leases import LeaseLost
from tests.kernel.chat_queues import LEASE, NO_DELAY, OutboxChats, chats_in, payloads_in
from tests.kernel.chat_queues import unhurried as unhurried

A_MINUTE = timedelta(minutes=1)
REPLIES = "SELECT payload FROM bot.replies"


@pytest.fixture
def chats(sessions, unhurried):
    return OutboxChats(sessions)


async def in_one(chats, act, *arguments, bot=42, **options):
    """Call a method of the outbox in a transaction of its own."""
    async with chats.outbox(bot) as outbox:
        return await getattr(outbox, act)(*arguments, **options)


async def late_and_present(chats, chat):
    """Return a lease on a chat that ran out, and that of another worker."""
    await chats.add(chat, "a")
    (late,) = await chats.claim()
    await chats.time_passes(LEASE)
    (present,) = await chats.claim()
    return late, present


async def test_replies_are_claimed_in_the_order_in_which_they_were_added(chats):
    async with chats.outbox() as outbox:
        await outbox.add([(7, "first"), (8, "other"), (7, "second")])
        await outbox.add([])
    await chats.add(7, "third")
    mine, others = await chats.claim(each=2)
    assert (mine.chat.waiting, payloads_in(mine)) == (3, ["first", "second"])
    assert (others.chat.chat_id, payloads_in(others)) == (8, ["other"])


async def test_replies_that_are_not_committed_are_never_sent(chats):
    async def fail():
        async with chats.outbox() as outbox:
            await outbox.add([(7, "too soon")])
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await chats.claim() == []


async def test_a_reply_is_completed_once_and_after_the_last_the_chat_is_deleted(chats):
    await chats.add(7, "a", "b")
    (claimed,) = await chats.claim()
    lease, (first, second) = claimed.chat.lease, claimed.replies
    await chats.complete(lease, first.id, is_last=False)
    # As after a commit whose response was lost.
    with pytest.raises(LeaseLost):
        await chats.complete(lease, first.id, is_last=False)
    assert await in_one(chats, "complete_last", {first.id: lease}) == {}
    assert await chats.execute(REPLIES) == [("b",)]
    assert await chats.all() == [(7, 1, 1, True)]
    await chats.complete(lease, second.id, is_last=True)
    assert await chats.all() == await chats.execute(REPLIES) == []


@pytest.mark.parametrize(("counts", "attempts"), [(True, 2), (False, 1)])
async def test_a_new_reply_does_not_make_a_postponed_chat_due_earlier(chats, counts, attempts):
    await chats.add(7, "a")
    (claimed,) = await chats.claim()
    await in_one(chats, "postpone", claimed.chat.lease, A_MINUTE, counts=counts)
    await chats.add(7, "b")
    assert await chats.claim() == []
    assert await chats.are_due() == (False, False)
    assert await chats.are_due(within=A_MINUTE) == (False, True)
    await chats.time_passes(A_MINUTE)
    (claimed,) = await chats.claim()
    assert (payloads_in(claimed), claimed.chat.lease.attempts) == (["a", "b"], attempts)


async def test_an_extended_lease_is_not_claimed(chats):
    await chats.add(7, "a")
    (claimed,) = await chats.claim()
    await chats.time_passes(LEASE)
    await in_one(chats, "extend", [claimed.chat.lease])
    assert await chats.claim() == []


async def test_all_replies_move_to_another_chat_in_their_order(chats):
    await chats.add(-7, "a", "b", "c")
    await chats.add(-100, "d")
    (claimed,) = await chats.claim(limit=1, each=2)
    await chats.add(-7, "e")
    await in_one(chats, "move", claimed.chat, -100)
    assert await chats.all() == [(-100, 5, 0, False)]
    (moved,) = await chats.claim()
    assert payloads_in(moved) == ["a", "b", "c", "d", "e"]


async def test_with_a_lost_lease_a_reply_is_neither_completed_nor_moved(chats):
    late, present = await late_and_present(chats, -7)
    with pytest.raises(LeaseLost):
        await chats.complete(late.chat.lease, late.replies[0].id, is_last=True)
    with pytest.raises(LeaseLost):
        await in_one(chats, "move", late.chat, -100)
    assert payloads_in(present) == ["a"]
    assert await chats.all() == [(-7, 1, 2, True)]


async def test_bots_do_not_share_replies(chats):
    await chats.add(7, "a")
    await in_one(chats, "add", [(7, "b")], bot=43)
    (others,) = await chats.claim(bot=43)
    assert payloads_in(others) == ["b"]
    await in_one(chats, "move", others.chat, 8, bot=43)
    (mine,) = await chats.claim()
    assert (mine.chat.chat_id, payloads_in(mine)) == (7, ["a"])


@pytest.mark.parametrize("said", ["a\x00b", "\ud83d", "😀"])
async def test_every_character_of_a_reply_is_preserved(chats, said):
    await chats.add(7, json.dumps(said))
    (claimed,) = await chats.claim()
    assert [json.loads(payload) for payload in payloads_in(claimed)] == [said]


async def test_replies_are_deleted_after_a_day_and_their_chats_released(chats):
    await chats.add(7, "a")
    for age, left in ((timedelta(days=1), [("a",)]), (NO_DELAY, [])):
        async with chats.sessions.begin() as session:
            await ChatCleaning(session).delete_old(age)
        assert await chats.execute(REPLIES) == left
    (claimed,) = await chats.claim()
    assert claimed.replies == []
    await in_one(chats, "release", claimed.chat)
    assert await chats.all() == []


async def test_adding_a_reply_can_lease_a_chat_in_which_nothing_else_waits(chats):
    await chats.add(8, "waits already")
    (claimed,) = await in_one(chats, "add", [(7, "one"), (8, "two"), (7, "three")], uuid4())
    assert (claimed.chat.chat_id, payloads_in(claimed)) == (7, ["one", "three"])
    assert chats_in(await chats.claim()) == [8]
    assert await in_one(chats, "add", [(7, "four")], uuid4()) == []
    for reply, is_last in zip(claimed.replies, (False, True), strict=True):
        await chats.complete(claimed.chat.lease, reply.id, is_last=is_last)
    (rest,) = await chats.claim()
    assert payloads_in(rest) == ["four"]


async def test_the_last_replies_of_several_chats_are_completed_together(chats):
    for chat in (7, 8, 9):
        await chats.add(chat, f"to {chat}")
    claimed = {one.chat.chat_id: one for one in await chats.claim()}
    await chats.add(8, "another")
    sent = {one.replies[0].id: one.chat.lease for one in claimed.values()}
    lost = claimed[9].replies[0].id
    sent[lost] = replace(sent[lost], token=uuid4())
    noted = await in_one(chats, "complete_last", sent)
    assert noted == {claimed[7].replies[0].id: True, claimed[8].replies[0].id: False}
    assert chats_in(await chats.claim()) == [8]
