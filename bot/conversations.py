"""What the bot waits for in each chat, in Redis, where it is forgotten with whom it is about."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from aiogram.fsm.storage.base import StateType, StorageKey
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
