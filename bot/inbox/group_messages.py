"""Long texts in groups, for an hour: who answers one part of such a text with /paste means all of it.

Telegram shows a bot the message that is replied to, and no other; and all of a group's messages only where
its privacy mode is off. Redis may lose them: then the one part is published.
"""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast

import structlog
from aiogram import Bot
from aiogram.types import Message
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.inbox.messages import message_in, stored, text_of, together
from kernel.traces import note, of_chat
from posts.texts import utf16
from posts.texts.cuts import goes_on, is_full

_KEPT_FOR: Final = timedelta(hours=1)
_KEPT: Final = 30  # messages of one person in one group
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Overheard:
    redis: Redis

    async def note(self, message: Message, bot: Bot) -> None:
        """Only a text that fills its message, and what comes right after one."""
        before = await self._all(message, bot)
        follows = bool(before) and _goes_on(before[-1], message)
        if not (is_full(text_of(message)) or follows):
            return
        key = _place(message)
        told = stored(message)
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.rpush(key, told)
            pipe.ltrim(key, -_KEPT, -1)
            pipe.expire(key, _KEPT_FOR)
            note(pipe, of_chat(_author(message)), _KEPT_FOR, key)
            await pipe.execute()

    async def whole(self, message: Message, bot: Bot) -> list[Message]:
        """All parts of the text that this message is one of; the message alone where no more is known."""
        known = {other.message_id: other for other in await self._all(message, bot)}
        texts = together(sorted(known.values(), key=lambda other: other.message_id)) if known else []
        parts = (text for text in texts if message.message_id in {part.message_id for part in text})
        return next(parts, [message])

    async def _all(self, message: Message, bot: Bot) -> list[Message]:
        try:
            told = await cast("Awaitable[list[bytes]]", self.redis.lrange(_place(message), 0, -1))
        except RedisError as fault:
            _log.warning("nothing overheard", fault=str(fault))
            return []
        return [message_in(one, bot) for one in told]


def _goes_on(before: Message, message: Message) -> bool:
    return goes_on(utf16.length(text_of(before)), before.date, message.date)


def _place(message: Message) -> str:
    return f"bot:overheard:{message.chat.id}:{_author(message)}"


def _author(message: Message) -> int:
    return message.from_user.id if message.from_user else 0
