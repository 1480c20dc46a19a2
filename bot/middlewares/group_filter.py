"""Messages that are not for the bot: no transaction is opened for them, and nothing replied."""

from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import TelegramObject, Update

from bot.inbox.group_messages import RecentGroupTexts
from bot.inbox.messages import command_of
from bot.middlewares.handler_data import Handler

_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)


class GroupFilterMiddleware(BaseMiddleware):
    """Drops messages sent by the bot's inline results, and group messages other than /paste.

    Long texts in groups are remembered, for a /paste in reply to them.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        message, bot = event.message if isinstance(event, Update) else None, data["bot"]
        if message and message.via_bot and message.via_bot.id == bot.id:
            return None
        if message is None or message.chat.type not in _GROUPS or command_of(message) == "paste":
            return await handler(event, data)
        group_texts: RecentGroupTexts = data["group_texts"]
        await group_texts.remember(message, bot)
        return None
