"""The outbox: replies wait in the order of their chat until they are sent."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.chats.cleaning import ChatCleaning
from kernel.database import Sessions
from kernel.leases import LeaseLost
from tests.kernel.chat_queues import LEASE, NO_DELAY, OutboxChats, chats_in, payloads_in
from tests.kernel.chat_queues import unhurried as unhurried

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def chats(sessions: Sessions, unhurried: None) -> OutboxChats:
    return OutboxChats(sessions)


async def test_replies_are_claimed_in_the_order_in_which_they_were_added(chats: OutboxChats) -> None:
    async with chats.outbox() as outbox:
        await outbox.add([(7, "first"), (8, "other"), (7, "second")])
        await outbox.add([])
    await chats.add(7, "third")
    mine, others = await chats.claim()
    assert (mine.chat.waiting, payloads_in(mine)) == (3, ["first", "second", "third"])
    assert (chats_in([others]), payloads_in(others)) == ([8], ["other"])


async def test_a_limited_number_of_replies_is_claimed(chats: OutboxChats) -> None:
    await chats.add(7, *"abcde")
    (claimed,) = await chats.claim(each=2)
    assert (claimed.chat.waiting, payloads_in(claimed)) == (5, ["a", "b"])


async def test_replies_that_are_not_committed_are_never_sent(chats: OutboxChats) -> None:
    async def fail() -> None:
        async with chats.outbox() as outbox:
            await outbox.add([(7, "too soon")])
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await chats.claim() == []


async def test_a_completed_reply_is_deleted_and_after_the_last_also_the_chat(chats: OutboxChats) -> None:
    await chats.add(7, "a", "b")
    (claimed,) = await chats.claim()
    first, second = claimed.replies
    await chats.complete(claimed.chat.lease, first.id, is_last=False)
    assert await chats.execute("SELECT payload FROM bot.replies") == [("b",)]
    assert await chats.all() == [(7, 1, 1, True)]
    await chats.complete(claimed.chat.lease, second.id, is_last=True)
    assert await chats.all() == await chats.execute("SELECT payload FROM bot.replies") == []


async def test_a_new_reply_does_not_make_a_failed_chat_due_earlier(chats: OutboxChats) -> None:
    await chats.add(7, "a")
    (claimed,) = await chats.claim()
    async with chats.outbox() as outbox:
        await outbox.postpone(claimed.chat.lease, A_MINUTE, counts=True)
    await chats.add(7, "b")
    assert await chats.claim() == []
    assert await chats.are_due() == (False, False)
    assert await chats.are_due(within=A_MINUTE) == (False, True)
    await chats.time_passes(A_MINUTE)
    (claimed,) = await chats.claim()
    assert (payloads_in(claimed), claimed.chat.lease.attempts) == (["a", "b"], 2)


async def test_with_a_lost_lease_a_reply_cannot_be_completed(chats: OutboxChats) -> None:
    await chats.add(7, "a")
    (late,) = await chats.claim()
    await chats.time_passes(LEASE)
    (present,) = await chats.claim()
    with pytest.raises(LeaseLost):
        await chats.complete(late.chat.lease, late.replies[0].id, is_last=True)
    assert payloads_in(present) == ["a"]
    assert await chats.all() == [(7, 1, 2, True)]


async def test_an_extended_lease_is_not_claimed(chats: OutboxChats) -> None:
    await chats.add(7, "a")
    (claimed,) = await chats.claim()
    await chats.time_passes(LEASE)
    async with chats.outbox() as outbox:
        await outbox.extend([claimed.chat.lease])
    assert await chats.claim() == []


async def test_all_replies_move_to_another_chat_in_their_order(chats: OutboxChats) -> None:
    await chats.add(-7, "a", "b", "c")
    await chats.add(-100, "d")
    (claimed,) = await chats.claim(limit=1, each=2)
    await chats.add(-7, "e")
    async with chats.outbox() as outbox:
        await outbox.move(claimed.chat, -100)
    assert await chats.all() == [(-100, 5, 0, False)]
    (moved,) = await chats.claim()
    assert payloads_in(moved) == ["a", "b", "c", "d", "e"]


async def test_with_a_lost_lease_replies_are_not_moved(chats: OutboxChats) -> None:
    await chats.add(-7, "a")
    (late,) = await chats.claim()
    await chats.time_passes(LEASE)
    await chats.claim()

    async def move() -> None:
        async with chats.outbox() as outbox:
            await outbox.move(late.chat, -100)

    with pytest.raises(LeaseLost):
        await move()
    assert await chats.all() == [(-7, 1, 2, True)]


async def test_bots_do_not_share_replies(chats: OutboxChats) -> None:
    await chats.add(7, "a")
    async with chats.outbox(43) as outbox:
        await outbox.add([(7, "b")])
    (others,) = await chats.claim(bot=43)
    assert payloads_in(others) == ["b"]
    async with chats.outbox(43) as outbox:
        await outbox.move(others.chat, 8)
    (mine,) = await chats.claim()
    assert (chats_in([mine]), payloads_in(mine)) == ([7], ["a"])


@pytest.mark.parametrize("said", ["a\x00b", "\ud83d", "😀"])
async def test_every_character_of_a_reply_is_preserved(chats: OutboxChats, said: str) -> None:
    await chats.add(7, json.dumps(said))
    (claimed,) = await chats.claim()
    assert [json.loads(payload) for payload in payloads_in(claimed)] == [said]


async def test_replies_are_deleted_after_a_day_and_their_chats_released(chats: OutboxChats) -> None:
    await chats.add(7, "a")
    async with chats.sessions.begin() as session:
        await ChatCleaning(session).delete_old(timedelta(days=1))
    assert await chats.execute("SELECT payload FROM bot.replies") == [("a",)]
    async with chats.sessions.begin() as session:
        await ChatCleaning(session).delete_old(NO_DELAY)
    (claimed,) = await chats.claim()
    assert claimed.replies == []
    async with chats.outbox() as outbox:
        await outbox.release(claimed.chat)
    assert await chats.all() == []


async def test_adding_a_reply_can_lease_a_chat_in_which_nothing_else_waits(chats: OutboxChats) -> None:
    token = uuid4()
    await chats.add(8, "waits already")
    async with chats.outbox() as outbox:
        (claimed,) = await outbox.add([(7, "one"), (8, "two"), (7, "three")], token)
    assert claimed.chat.chat_id == 7
    assert [reply.payload for reply in claimed.replies] == ["one", "three"]
    assert chats_in(await chats.claim()) == [8]
    async with chats.outbox() as outbox:
        assert await outbox.add([(7, "four")], uuid4()) == []
    await chats.complete(claimed.chat.lease, claimed.replies[0].id, is_last=False)
    await chats.complete(claimed.chat.lease, claimed.replies[1].id, is_last=True)
    (rest,) = await chats.claim()
    assert [reply.payload for reply in rest.replies] == ["four"]


async def test_the_last_replies_of_several_chats_are_completed_together(chats: OutboxChats) -> None:
    for chat in (7, 8, 9):
        await chats.add(chat, f"to {chat}")
    claimed = {one.chat.chat_id: one for one in await chats.claim()}
    await chats.add(8, "came meanwhile")
    sent = {one.replies[0].id: one.chat.lease for one in claimed.values()}
    lost = claimed[9].replies[0].id
    sent[lost] = replace(sent[lost], token=uuid4())
    async with chats.outbox() as outbox:
        noted = await outbox.complete_last(sent)
    assert noted == {claimed[7].replies[0].id: True, claimed[8].replies[0].id: False}
    assert chats_in(await chats.claim()) == [8]


async def test_completing_again_after_a_lost_commit_response_does_not_change_the_count(
    chats: OutboxChats,
) -> None:
    await chats.add(7, "one", "two")
    (claimed,) = await chats.claim()
    lease, first = claimed.chat.lease, claimed.replies[0].id
    await chats.complete(lease, first, is_last=False)
    with pytest.raises(LeaseLost):
        await chats.complete(lease, first, is_last=False)
    async with chats.outbox() as outbox:
        assert await outbox.complete_last({first: lease}) == {}
    assert await chats.all() == [(7, 1, 1, True)]


async def test_a_new_reply_does_not_make_a_postponed_chat_due_earlier(
    chats: OutboxChats,
) -> None:
    await chats.add(7, "one")
    (claimed,) = await chats.claim()
    async with chats.outbox() as outbox:
        await outbox.postpone(claimed.chat.lease, A_MINUTE, counts=False)
    await chats.add(7, "two")
    assert await chats.claim() == []
    await chats.time_passes(A_MINUTE)
    assert chats_in(await chats.claim()) == [7]
