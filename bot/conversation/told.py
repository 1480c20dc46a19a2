"""What is said once in a while only, however often there is a reason to.

Redis may lose it: then it is said again.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from kernel.personal_keys import of_chat, track_keys

_WHILE: Final = timedelta(days=1)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    redis: Redis

    async def is_first(self, chat: int, what: str) -> bool:
        """From now on it is told."""
        key = f"bot:told:{chat}:{what}"
        try:
            async with self.redis.pipeline(transaction=True) as pipe:
                pipe.set(key, 1, ex=_WHILE, nx=True)
                track_keys(pipe, of_chat(chat), _WHILE, key)
                is_set, *_ = await pipe.execute()
        except RedisError as fault:
            _log.warning("not known what was told", fault=str(fault))
            return True
        return bool(is_set)
