"""Storage of aiogram's conversations in Postgres."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from kernel.chats.conversations import Conversation, ConversationKey, Conversations


class ConversationStorage(BaseStorage):
    """Conversation of one update, in memory until `save` stores its changes.

    That is in the update's transaction, so that a retried update finds the question still open.
    """

    def __init__(self, key: StorageKey, conversation: Conversation) -> None:
        self._loaded = {key: conversation}
        self._current = dict(self._loaded)

    async def save(self, conversations: Conversations) -> None:
        for key, conversation in self._current.items():
            if conversation != self._loaded[key]:
                await conversations.save(ConversationKey(key.bot_id, key.chat_id, key.user_id), conversation)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        self._current[key] = replace(self._current[key], state=name)

    async def get_state(self, key: StorageKey) -> str | None:
        return self._current[key].state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self._current[key] = replace(self._current[key], data=dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict(self._current[key].data)

    async def close(self) -> None:
        """Do nothing: it holds no connection."""
