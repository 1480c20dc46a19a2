"""Which message shows the card of which paste, so that the card can say what became of the paste.

Redis may lose it: then a new card is sent instead.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypedDict

import structlog
from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import InlineKeyboardMarkup, ReplyParameters
from markupsafe import Markup
from redis.asyncio import Redis
from redis.exceptions import RedisError

from kernel.traces import note, of_chat
from posts.models import DraftId, PostId

# Telegram lets a bot edit its own messages for ever; people look back some weeks.
_REMEMBERED: Final = timedelta(days=60)
_log = structlog.get_logger(__name__)


class Said(TypedDict):
    """What a message says, as aiogram's methods take it."""

    text: Markup
    reply_markup: InlineKeyboardMarkup | None


@dataclass(frozen=True, slots=True)
class CardIn:
    """A card to be shown in a chat: in the message named, else (`in_place`) in the one that shows this paste,
    else in a new one, as a reply where `reply_to` says to what."""

    chat_id: int
    said: Said
    post: PostId | None = None
    message_id: int | None = None
    in_place: bool = False
    reply_to: int | None = None

    def edited(self, message_id: int) -> EditMessageText:
        return EditMessageText(chat_id=self.chat_id, message_id=message_id, **self.said)

    def sent(self) -> SendMessage:
        reply = (
            ReplyParameters(message_id=self.reply_to, allow_sending_without_reply=True)
            if self.reply_to
            else None
        )
        return SendMessage(chat_id=self.chat_id, reply_parameters=reply, **self.said)


class ShownCards:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def remember(self, chat_id: int, post: PostId, message_id: int) -> None:
        by_post, by_message = _of_post(chat_id, post), _of_message(chat_id, message_id)
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(by_post, message_id, ex=_REMEMBERED)
                pipe.set(by_message, post, ex=_REMEMBERED)
                note(pipe, of_chat(chat_id), _REMEMBERED, by_post, by_message)
                await pipe.execute()
        except RedisError as fault:
            _log.warning("card not remembered", fault=str(fault))

    async def forget(self, chat_id: int, message_id: int) -> None:
        """It shows something else now."""
        post = await self._number(_of_message(chat_id, message_id))
        try:
            await self._redis.delete(_of_message(chat_id, message_id))
            if post and await self.message_of(chat_id, PostId(post)) == message_id:
                await self._redis.delete(_of_post(chat_id, PostId(post)))
        except RedisError as fault:
            _log.warning("card not forgotten", fault=str(fault))

    async def message_of(self, chat_id: int, post: PostId | None) -> int | None:
        return await self._number(_of_post(chat_id, post))

    async def post_in(self, chat_id: int, message_id: int) -> PostId | None:
        """The paste whose card this message is."""
        found = await self._number(_of_message(chat_id, message_id))
        return PostId(found) if found and found > 0 else None

    async def _number(self, key: str) -> int | None:
        try:
            found = await self._redis.get(key)
        except RedisError as fault:
            _log.warning("cards forgotten", fault=str(fault))
            return None
        return int(found) if found else None


def held_as(draft: DraftId) -> PostId:
    """What is held has a card as well: under a number that no paste has."""
    return PostId(-draft)


def _of_post(chat_id: int, post: PostId | None) -> str:
    return f"bot:card:{chat_id}:{post}"


def _of_message(chat_id: int, message_id: int) -> str:
    return f"bot:card-in:{chat_id}:{message_id}"
