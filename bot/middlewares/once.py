"""An update that Telegram delivers twice is handled once: a password must not come back as a paste.

Redis may lose what was seen. Then the services still know a message that has made a paste.
"""

from datetime import timedelta
from typing import Any, Final

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.types import TelegramObject, Update
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.middlewares.transaction import Handler
from kernel.errors import AppError

# Telegram Bot API, getUpdates: it keeps updates for 24 hours.
_REMEMBERED: Final = timedelta(days=1)
_log = structlog.get_logger(__name__)


class OnceMiddleware(BaseMiddleware):
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        bot: Bot = data["bot"]
        key = f"bot:seen:{bot.id}:{event.update_id if isinstance(event, Update) else 0}"
        if await self._is_seen(key):
            return None
        try:
            result = await handler(event, data)
        except AppError:  # the person is told, so it is handled
            await self._see(key)
            raise
        await self._see(key)
        return result

    async def _is_seen(self, key: str) -> bool:
        try:
            return bool(await self._redis.exists(key))
        except RedisError as fault:
            _log.warning("not known whether it was seen", fault=str(fault))
            return False

    async def _see(self, key: str) -> None:
        try:
            await self._redis.set(key, 1, ex=_REMEMBERED)
        except RedisError as fault:
            _log.warning("not remembered", fault=str(fault))
