"""Conversations are stored in the transaction of the update, and end after a day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from kernel.chats.cleaning import ChatCleaning
from kernel.chats.conversations import Conversation, ConversationKey, Conversations
from kernel.database import Sessions
from tests.kernel.chat_queues import InboxChats, OutboxChats

KEY = ConversationKey(42, 7, 5)
ASKED = Conversation("username", {"draft": 3, "said": "a\x00b \ud83d 😀"})


async def save(sessions: Sessions, key: ConversationKey, conversation: Conversation) -> None:
    async with sessions.begin() as session:
        await Conversations(session).save(key, conversation)


async def found(sessions: Sessions, key: ConversationKey = KEY) -> Conversation:
    async with sessions() as session:
        return await Conversations(session).find(key)


async def rows(sessions: Sessions) -> int:
    async with sessions() as session:
        return int(await session.scalar(text("SELECT count(*) FROM bot.conversations")) or 0)


async def grow_older(sessions: Sessions, by: timedelta) -> None:
    async with sessions.begin() as session:
        await session.execute(
            text("UPDATE bot.conversations SET changed_at = changed_at - CAST(:by AS interval)"), {"by": by}
        )


async def test_a_conversation_is_found_as_it_was_saved_last(sessions: Sessions) -> None:
    assert await found(sessions) == Conversation()
    await save(sessions, KEY, Conversation("before"))
    await save(sessions, KEY, ASKED)
    assert await found(sessions) == ASKED


@pytest.mark.parametrize("other", [{"bot_id": 43}, {"chat_id": 8}, {"user_id": 6}])
async def test_another_persons_conversation_is_not_found(sessions: Sessions, other: dict[str, int]) -> None:
    await save(sessions, replace(KEY, **other), ASKED)
    assert await found(sessions) == Conversation()


async def test_an_empty_conversation_is_not_stored(sessions: Sessions) -> None:
    await save(sessions, KEY, Conversation())
    assert await rows(sessions) == 0
    await save(sessions, KEY, ASKED)
    await save(sessions, replace(KEY, chat_id=8), ASKED)
    await save(sessions, KEY, Conversation())
    assert await found(sessions) == Conversation()
    assert await rows(sessions) == 1


async def test_data_without_a_state_is_stored(sessions: Sessions) -> None:
    await save(sessions, KEY, Conversation(None, {"page": 2}))
    assert await found(sessions) == Conversation(None, {"page": 2})


async def test_after_a_day_a_conversation_is_not_found(sessions: Sessions) -> None:
    await save(sessions, KEY, ASKED)
    await grow_older(sessions, timedelta(hours=23))
    assert await found(sessions) == ASKED
    await grow_older(sessions, timedelta(hours=1))
    assert await found(sessions) == Conversation()


async def test_a_change_makes_a_conversation_last_another_day(sessions: Sessions) -> None:
    await save(sessions, KEY, ASKED)
    await grow_older(sessions, timedelta(hours=23))
    await save(sessions, KEY, ASKED)
    await grow_older(sessions, timedelta(hours=23))
    assert await found(sessions) == ASKED


async def test_conversations_older_than_a_day_are_deleted(sessions: Sessions) -> None:
    await save(sessions, KEY, ASKED)
    for days, left in ((2, 1), (0, 0)):
        async with sessions.begin() as session:
            await ChatCleaning(session).delete_old(timedelta(days=days))
        assert await rows(sessions) == left


async def test_all_conversations_of_one_person_are_deleted(sessions: Sessions) -> None:
    inbox, outbox = InboxChats(sessions), OutboxChats(sessions)
    for person in (5, 6):
        await inbox.add(person, person)
        await outbox.add(person, "a reply")
        await save(sessions, ConversationKey(42, person, person), ASKED)
        await save(sessions, ConversationKey(42, -100, person), ASKED)
    async with sessions.begin() as session:
        await ChatCleaning(session).forget([5])
    tables = ("updates", "inbox_chats", "replies", "outbox_chats", "conversations")
    left = {
        table: await inbox.execute(f"SELECT DISTINCT chat_id FROM bot.{table} ORDER BY 1") for table in tables
    }
    assert left == {table: [(6,)] for table in tables[:4]} | {"conversations": [(-100,), (6,)]}
    assert await inbox.execute("SELECT DISTINCT user_id FROM bot.conversations") == [(6,)]
