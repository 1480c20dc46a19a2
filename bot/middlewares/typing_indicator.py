"""Shows that the bot is at work, when it takes longer than half a second."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Chat, TelegramObject

from bot.middlewares.handler_data import Handler

_PATIENCE: Final = 0.4  # seconds, and some for the way to Telegram
# Telegram Bot API, sendChatAction: is shown for 5 seconds at most.
_AGAIN: Final = 4.5  # seconds
_log = structlog.get_logger(__name__)


class WorkingMiddleware(BaseMiddleware):
    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        chat: Chat | None = data.get("event_chat")
        if chat is None:
            return await handler(event, data)
        async with at_work(data["bot"], chat.id):
            return await handler(event, data)


@asynccontextmanager
async def at_work(bot: Bot, chat: int) -> AsyncIterator[None]:
    """Around what may take its time."""
    showing = asyncio.create_task(_show(bot, chat))
    try:
        yield
    finally:
        showing.cancel()
        with suppress(asyncio.CancelledError):
            await showing


async def _show(bot: Bot, chat: int) -> None:
    await asyncio.sleep(_PATIENCE)
    while True:
        try:
            await bot.send_chat_action(chat, ChatAction.TYPING)
        except TelegramAPIError as refusal:
            _log.info("not shown to be at work", refusal=str(refusal))
        await asyncio.sleep(_AGAIN)
