"""Conversations: which answer the bot expects from a person, changed in the transaction of the update."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from kernel.chats.statements import run

_FIND: Final = """
    SELECT state, data FROM bot.conversations
    WHERE bot_id = $1 AND chat_id = $2 AND user_id = $3
        AND changed_at > statement_timestamp() - $4::interval
"""
_REMOVE: Final = "DELETE FROM bot.conversations WHERE bot_id = $1 AND chat_id = $2 AND user_id = $3"
_SAVE: Final = """
    INSERT INTO bot.conversations (bot_id, chat_id, user_id, state, data) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (bot_id, chat_id, user_id) DO UPDATE SET
        state = excluded.state, data = excluded.data, changed_at = statement_timestamp()
"""
# After a day, people have forgotten the question, too.
_LIFETIME: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """The bot, the chat and the person of a conversation."""

    bot_id: int
    chat_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """The conversation with one person in one chat: aiogram's state and data of its FSM.

    `state` names the expected answer; None where none is expected.
    """

    state: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


class Conversations:
    """The conversations, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, key: ConversationKey) -> Conversation:
        """Return the conversation; an empty one where there is none, or none that changed within a day."""
        rows = await run(self._session, _FIND, key.bot_id, key.chat_id, key.user_id, _LIFETIME)
        return Conversation(rows[0].state, json.loads(rows[0].data)) if rows else Conversation()

    async def save(self, key: ConversationKey, conversation: Conversation) -> None:
        """Store a conversation, or delete it where it has neither a state nor data."""
        owner = (key.bot_id, key.chat_id, key.user_id)
        if conversation == Conversation():
            await run(self._session, _REMOVE, *owner)
            return
        await run(self._session, _SAVE, *owner, conversation.state, json.dumps(dict(conversation.data)))
