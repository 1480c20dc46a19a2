"""Conversations are stored in the transaction of the update, and end after a day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.chats.cleaning import ChatCleaning
from kernel.chats.conversations import Conversation, ConversationKey
from tests.doors import conversations_door
from tests.kernel.chat_queues import InboxChats, OutboxChats

KEY = ConversationKey(42, 7, 5)
ASKED = Conversation("username", {"draft": 3, "said": "a\x00b \ud83d 😀"})


@pytest.fixture
def chats(sessions):
    return InboxChats(sessions)


@pytest.fixture
def conversations(sessions):
    return conversations_door(sessions)


async def rows(chats):
    return len(await chats.execute("SELECT 1 FROM bot.conversations"))


async def hours_pass(chats, hours):
    await chats.execute(f"UPDATE bot.conversations SET changed_at = changed_at - interval '{hours} hours'")


async def test_a_conversation_is_found_as_it_was_saved_last(conversations):
    assert await conversations.find(KEY) == Conversation()
    for saved in (Conversation("before"), Conversation(None, {"page": 2}), ASKED):
        await conversations.save(KEY, saved)
        assert await conversations.find(KEY) == saved


@pytest.mark.parametrize("other", [{"bot_id": 43}, {"chat_id": 8}, {"user_id": 6}])
async def test_another_persons_conversation_is_not_found(conversations, other):
    await conversations.save(replace(KEY, **other), ASKED)
    assert await conversations.find(KEY) == Conversation()


async def test_an_empty_conversation_is_not_stored(conversations, chats):
    await conversations.save(KEY, Conversation())
    assert await rows(chats) == 0
    await conversations.save(KEY, ASKED)
    await conversations.save(replace(KEY, chat_id=8), ASKED)
    await conversations.save(KEY, Conversation())
    assert await conversations.find(KEY) == Conversation()
    assert await rows(chats) == 1


async def test_a_conversation_is_found_until_a_day_after_its_last_change(conversations, chats):
    for _ in range(2):
        await conversations.save(KEY, ASKED)
        await hours_pass(chats, 23)
        assert await conversations.find(KEY) == ASKED
    await hours_pass(chats, 1)
    assert await conversations.find(KEY) == Conversation()


async def test_conversations_older_than_a_day_are_deleted(conversations, chats):
    await conversations.save(KEY, ASKED)
    for days, left in ((2, 1), (0, 0)):
        async with chats.sessions.begin() as session:
            await ChatCleaning(session).delete_old(timedelta(days=days))
        assert await rows(chats) == left


async def test_all_conversations_of_one_person_are_deleted(conversations, chats):
    for person in (5, 6):
        await chats.add(person, person)
        await OutboxChats(chats.sessions).add(person, "a reply")
        for chat in (person, -100):
            await conversations.save(ConversationKey(42, chat, person), ASKED)
    async with chats.sessions.begin() as session:
        await ChatCleaning(session).forget([5])
    for table in ("updates", "inbox_chats", "replies", "outbox_chats"):
        assert await chats.execute(f"SELECT chat_id FROM bot.{table}") == [(6,)], table
    left = "SELECT user_id, chat_id FROM bot.conversations ORDER BY chat_id"
    assert await chats.execute(left) == [(6, -100), (6, 6)]
