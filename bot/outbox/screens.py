"""What the bot's messages show just now: Telegram refuses to change one into what it is already, as the
second of two quick presses would.

Redis may lose it: then Telegram refuses, and nothing else happens.
"""

from datetime import timedelta
from hashlib import blake2b
from typing import Final

import structlog
from aiogram.types import InlineKeyboardMarkup
from redis.asyncio import Redis
from redis.exceptions import RedisError

from kernel.personal_keys import of_chat, track_keys

_REMEMBERED: Final = timedelta(minutes=10)
_log = structlog.get_logger(__name__)


class Screens:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def shows(
        self, chat: int, message: int, text: str | None, buttons: InlineKeyboardMarkup | None
    ) -> bool:
        """Whether that message says just this already."""
        try:
            shown: bytes | None = await self._redis.get(_key(chat, message))
        except RedisError as fault:
            _log.warning("not known what is shown", fault=str(fault))
            return False
        return shown == _digest(text, buttons)

    async def note(
        self, chat: int, message: int, text: str | None, buttons: InlineKeyboardMarkup | None
    ) -> None:
        key = _key(chat, message)
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(key, _digest(text, buttons), ex=_REMEMBERED)
                track_keys(pipe, of_chat(chat), _REMEMBERED, key)
                await pipe.execute()
        except RedisError as fault:
            _log.warning("not noted what is shown", fault=str(fault))


def _key(chat: int, message: int) -> str:
    return f"bot:screen:{chat}:{message}"


def _digest(text: str | None, buttons: InlineKeyboardMarkup | None) -> bytes:
    shown = (text or "") + (buttons.model_dump_json() if buttons else "")
    return blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=16).digest()
