"""Telegram client with retries, for all calls but those of the outbox, which has its own."""

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
from notifier.telegram import connect_telegram, is_transient, requested_wait

_RETRY_DELAYS_SECONDS: Final = (0.5, 1.0, 2.0, 4.0)
_MAX_DELAY_SECONDS: Final = 60.0
_log = structlog.get_logger(__name__)


def connect_with_retries(settings: TelegramSettings) -> Bot:
    """Return a client that waits when Telegram tells it to, and repeats requests after transient errors."""
    bot = connect_telegram(settings)
    bot.session.middleware(RetryingRequests())
    return bot


class RetryingRequests(BaseRequestMiddleware):
    """Repeats a request four times, or raises at once if Telegram asks to wait for more than a minute."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        # Long polling has its own retries.
        for wait in () if isinstance(method, GetRawUpdates) else _RETRY_DELAYS_SECONDS:
            try:
                return await make_request(bot, method)
            except TelegramAPIError as refusal:
                delay = _delay(refusal, wait)
                if delay is None:
                    raise
                _log.warning(
                    "request_retried", method=type(method).__name__, delay=delay, refusal=str(refusal)
                )
            await asyncio.sleep(delay)
        return await make_request(bot, method)


def _delay(refusal: TelegramAPIError, wait: float) -> float | None:
    """Return the seconds before another try, or None for no other try."""
    if not is_transient(refusal):
        return None
    retry_after = requested_wait(refusal)
    seconds = retry_after.total_seconds() if retry_after else wait
    return seconds if seconds <= _MAX_DELAY_SECONDS else None
