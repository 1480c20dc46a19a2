"""Long texts in groups, remembered for an hour: /paste in reply to one part publishes all of the text.

Telegram shows a bot only the message that /paste replies to; and all messages of a group only where the bot's
privacy mode is off. Without them, the one part is published.
"""

from collections.abc import Awaitable
from datetime import timedelta
from typing import Final, cast

from aiogram import Bot
from aiogram.types import Message

from bot.chat_memory import RedisMemory
from bot.inbox.messages import message_json, parse_message, split_texts, text_of
from kernel.personal_keys import of_chat, track_keys
from posts.texts import utf16
from posts.texts.cuts import may_be_cut, may_continue

_LIFETIME: Final = timedelta(hours=1)
_MAX_MESSAGES: Final = 30


class RecentGroupTexts(RedisMemory):
    """Messages that may be parts of long texts, the last ones of each person in each group."""

    async def remember(self, message: Message, bot: Bot) -> None:
        """Store a message long enough to be a part of a cut text, or one right after it; ignore others."""
        before = await self._messages(message, bot)
        follows = bool(before) and _continues(before[-1], message)
        if not (may_be_cut(text_of(message)) or follows):
            return
        async with self.redis.pipeline(transaction=True) as pipe:
            key = _key(message)
            pipe.rpush(key, message_json(message))
            pipe.ltrim(key, -_MAX_MESSAGES, -1)
            pipe.expire(key, _LIFETIME)
            track_keys(pipe, of_chat(_author(message)), _LIFETIME, key)
            await self._attempt(pipe.execute())

    async def parts_of_text(self, message: Message, bot: Bot) -> list[Message]:
        """Return the known messages of the text that this one is a part of, in order; at least this one."""
        known = {other.message_id: other for other in await self._messages(message, bot)}
        texts = split_texts(sorted(known.values(), key=lambda other: other.message_id)) if known else []
        parts = (text for text in texts if message.message_id in {part.message_id for part in text})
        return next(parts, [message])

    async def _messages(self, message: Message, bot: Bot) -> list[Message]:
        found = await self._attempt(cast("Awaitable[list[bytes]]", self.redis.lrange(_key(message), 0, -1)))
        return [parse_message(one, bot) for one in found or []]


def _continues(before: Message, message: Message) -> bool:
    return may_continue(utf16.length(text_of(before)), before.date, message.date)


def _key(message: Message) -> str:
    return f"bot:overheard:{message.chat.id}:{_author(message)}"


def _author(message: Message) -> int:
    return message.from_user.id if message.from_user else 0
