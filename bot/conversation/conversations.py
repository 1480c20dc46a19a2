"""What the bot waits for in a chat, as aiogram's handlers know it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from kernel.chats.conversations import Conversation, ConversationKey, Conversations


class PendingConversation(BaseStorage):
    """One conversation while an update is handled: what it becomes is saved with all else that the update
    does. So whoever has to begin again finds the question that was answered still open."""

    def __init__(self, key: StorageKey, known: Conversation) -> None:
        self._known = {key: known}
        self._now = dict(self._known)

    async def save(self, conversations: Conversations) -> None:
        for key, now in self._now.items():
            if now != self._known[key]:
                await conversations.save(ConversationKey(key.bot_id, key.chat_id, key.user_id), now)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        self._now[key] = replace(self._now[key], state=name)

    async def get_state(self, key: StorageKey) -> str | None:
        return self._now[key].state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self._now[key] = replace(self._now[key], data=dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict(self._now[key].data)

    async def close(self) -> None:
        """Nothing is open."""
