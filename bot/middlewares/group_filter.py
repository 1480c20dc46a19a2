"""What is none of the bot's business costs no transaction, and gets no answer.

That is what is said in groups, and what somebody picked from the bot's own inline results.
"""

from typing import Any, Final

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.types import Message, TelegramObject, Update
from redis.exceptions import RedisError

from bot.inbox.group_messages import Overheard
from bot.inbox.messages import command_of
from bot.middlewares.handler_data import Handler

_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)
_log = structlog.get_logger(__name__)


class QuietMiddleware(BaseMiddleware):
    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        message, bot = event.message if isinstance(event, Update) else None, data["bot"]
        if message and message.via_bot and message.via_bot.id == bot.id:
            return None
        if message is None or message.chat.type not in _GROUPS or command_of(message) == "paste":
            return await handler(event, data)
        await _note(data["overheard"], message, bot)
        return None


async def _note(overheard: Overheard, message: Message, bot: Bot) -> None:
    try:
        await overheard.note(message, bot)
    except RedisError as fault:
        _log.warning("nothing overheard", fault=str(fault))
