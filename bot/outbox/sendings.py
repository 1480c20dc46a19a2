"""Files on their way into chats: who presses once more meanwhile gets no second one.

Redis may lose it: then there are two.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from kernel.personal_keys import of_chat, track_keys

# What takes longer is sent anew to whoever asks: the process that began it may have ended.
_UNDER_WAY: Final = timedelta(seconds=60)
# The second of two quick presses may come when the file is there already.
_JUST_SENT: Final = timedelta(seconds=3)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sendings:
    redis: Redis

    async def begin(self, chat: int, what: str, press: str) -> str | None:
        """Return under which key it is remembered; None where it is on its way by another `press`."""
        key = f"bot:sending:{chat}:{what}"
        try:
            async with self.redis.pipeline(transaction=True) as pipe:
                pipe.set(key, press, ex=_UNDER_WAY, nx=True)
                pipe.get(key)
                track_keys(pipe, of_chat(chat), _UNDER_WAY, key)
                _, pressed, *_ = await pipe.execute()
        except RedisError as fault:
            _log.warning("not known what is sent", fault=str(fault))
            return key
        # A press is handled anew where Postgres was away in the middle of it.
        return key if pressed in (None, press.encode()) else None

    async def end(self, key: str, *, is_sent: bool) -> None:
        """What was not sent can be asked for again at once."""
        try:
            if is_sent:
                await self.redis.expire(key, _JUST_SENT)
            else:
                await self.redis.delete(key)
        except RedisError as fault:
            _log.warning("not noted what is sent", fault=str(fault))
