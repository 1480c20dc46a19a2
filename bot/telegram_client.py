"""A client for Telegram that waits when told to, and tries again what failed in passing."""

import asyncio
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from bot.updates.raw_updates import GetRawUpdates
from kernel.settings import TelegramSettings
from notifier.telegram import asked_to_wait, connect_telegram, is_passing

_WAITS: Final = (0.5, 1.0, 2.0, 4.0)  # seconds
_LONGEST: Final = 60.0  # seconds; nobody waits longer for an answer in a chat
_log = structlog.get_logger(__name__)


def connect_patiently(settings: TelegramSettings) -> Bot:
    bot = connect_telegram(settings)
    bot.session.middleware(PatientRequests())
    return bot


class PatientRequests(BaseRequestMiddleware):
    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        # Long polling has a patience of its own.
        for wait in () if isinstance(method, GetRawUpdates) else _WAITS:
            try:
                return await make_request(bot, method)
            except TelegramAPIError as refusal:
                delay = _delay(refusal, wait)
                if delay is None:
                    raise
                _log.warning("trying again", method=type(method).__name__, wait=delay, refusal=str(refusal))
            await asyncio.sleep(delay)
        return await make_request(bot, method)


def _delay(refusal: TelegramAPIError, wait: float) -> float | None:
    """How many seconds to wait before another try, or None for no other try."""
    if not is_passing(refusal):
        return None
    asked = asked_to_wait(refusal)
    seconds = asked.total_seconds() if asked else wait
    return seconds if seconds <= _LONGEST else None
