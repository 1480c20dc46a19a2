"""Typing indicator in the chat of an update that takes a while to handle."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import Chat, TelegramObject

from bot.middlewares.handler_data import Handler

_DELAY_SECONDS: Final = 0.4
# Telegram Bot API, sendChatAction: shown for 5 seconds at most.
_INTERVAL_SECONDS: Final = 4.5
_log = structlog.get_logger(__name__)


class TypingIndicatorMiddleware(BaseMiddleware):
    """Shows the indicator from 0.4 seconds after the start until the end; errors of Telegram are logged."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        chat: Chat | None = data.get("event_chat")
        if chat is None:
            return await handler(event, data)
        async with _typing_shown(data["bot"], chat.id):
            return await handler(event, data)


@asynccontextmanager
async def _typing_shown(bot: Bot, chat: int) -> AsyncIterator[None]:
    showing = asyncio.create_task(_show_typing(bot, chat))
    try:
        yield
    finally:
        showing.cancel()
        with suppress(asyncio.CancelledError):
            await showing


async def _show_typing(bot: Bot, chat: int) -> None:
    await asyncio.sleep(_DELAY_SECONDS)
    while True:
        try:
            await bot.send_chat_action(chat, ChatAction.TYPING)
        except (TelegramAPIError, ClientDecodeError) as refusal:
            _log.info("typing_indicator_refused", refusal=str(refusal))
        await asyncio.sleep(_INTERVAL_SECONDS)
