"""What the bot waits for in each chat, in Redis, where it is forgotten with whom it is about."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.fsm.storage.redis import RedisStorage
from redis.asyncio import Redis

from kernel.traces import note, of_chat

# Who comes back to a half-done conversation after a day has forgotten it too.
_REMEMBERED: Final = timedelta(days=1)


class ConversationStorage(RedisStorage):
    def __init__(self, redis: Redis) -> None:
        super().__init__(redis, state_ttl=_REMEMBERED, data_ttl=_REMEMBERED)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        if state is not None:
            await self._note(key, "state")
        await super().set_state(key, state)

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        if data:
            await self._note(key, "data")
        await super().set_data(key, data)

    async def close(self) -> None:
        """Redis is the house's to close, when no update is under way any more."""

    async def _note(self, key: StorageKey, part: Any) -> None:
        async with self.redis.pipeline(transaction=True) as pipe:
            note(pipe, of_chat(key.user_id), _REMEMBERED, self.key_builder.build(key, part))
            await pipe.execute()


class PendingConversations(BaseStorage):
    """What one update makes of them, which nothing but the update knows before it is settled: who has to
    begin again finds the question that was answered still open."""

    def __init__(self, settled: BaseStorage) -> None:
        self._settled = settled
        self._states: dict[StorageKey, StateType] = {}
        self._data: dict[StorageKey, Mapping[str, Any]] = {}

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        self._states[key] = state

    async def get_state(self, key: StorageKey) -> str | None:
        if key not in self._states:
            return await self._settled.get_state(key)
        state = self._states[key]
        return state.state if isinstance(state, State) else state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self._data[key] = dict(data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict(self._data[key]) if key in self._data else await self._settled.get_data(key)

    async def settle(self) -> None:
        """Raises RedisError."""
        for key, state in self._states.items():
            await self._settled.set_state(key, state)
        for key, data in self._data.items():
            await self._settled.set_data(key, data)

    async def close(self) -> None:
        """Nothing is open."""
