"""Deletes a message that holds a password or a code, whatever comes of it."""

from typing import Any, Final

import structlog
from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message, TelegramObject

from bot.middlewares.handler_data import Handler

# For handlers: `@router.message(…, flags=SECRET)`.
SECRET: Final = {"secret": True}
_log = structlog.get_logger(__name__)


class SecrecyMiddleware(BaseMiddleware):
    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Message) or not get_flag(data, "secret"):
            return await handler(event, data)
        await data["services"].release_connection()
        if await is_deleted(event):
            return await handler(event, data)
        answer = await handler(event, data)
        return [answer, event.reply(data["words"]("secret-stays"))]


async def is_deleted(message: Message) -> bool:
    """Delete it, if Telegram does so. It may be gone already: by an attempt whose process ended."""
    try:
        return bool(await message.delete())
    except TelegramAPIError as refusal:
        if "message to delete not found" in refusal.message:
            return True
        _log.warning("secret not deleted", chat=message.chat.id, refusal=str(refusal))
        return False
