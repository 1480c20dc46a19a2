"""Deletion of messages with a password or a code, before their handlers are called."""

from typing import Any, Final

import structlog
from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message, TelegramObject

from bot.middlewares.handler_data import Handler, UpdateAttempt
from bot.outbox.replies import replies_in
from kernel.errors import AppError

# Flag of handlers, as in `@router.message(…, flags=SECRET)`.
SECRET: Final = {"secret": True}
_log = structlog.get_logger(__name__)


class SecretMessageMiddleware(BaseMiddleware):
    """Deletes messages for handlers with the flag SECRET; asks the sender to do it if Telegram refuses."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Message) or not get_flag(data, "secret"):
            return await handler(event, data)
        await data["services"].release_connection()
        if await delete_secret(event):
            return await handler(event, data)
        notice = event.reply(data["words"]("secret-not-deleted"))
        try:
            result = await handler(event, data)
        except AppError:
            attempt: UpdateAttempt = data["attempt"]
            attempt.error_replies.append(notice)
            raise
        return [*replies_in(result), notice]


async def delete_secret(message: Message) -> bool:
    """Delete the message; return whether it is gone, also by an earlier attempt. Errors are logged."""
    try:
        return bool(await message.delete())
    except TelegramAPIError as refusal:
        if "message to delete not found" in refusal.message:
            return True
        _log.warning("secret_message_not_deleted", chat=message.chat.id, refusal=str(refusal))
        return False
