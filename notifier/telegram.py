"""The Bot API, and what its refusals mean."""

from datetime import timedelta

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from kernel.settings import TelegramSettings

_ANSWER_WITHIN = 30.0  # seconds


def connect_telegram(settings: TelegramSettings) -> Bot:
    api = TelegramAPIServer.from_base(settings.telegram_api_url)
    return Bot(
        settings.bot_token.get_secret_value(),
        session=AiohttpSession(api=api, timeout=_ANSWER_WITHIN),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    )


def is_unreachable(refusal: TelegramAPIError) -> bool:
    """The person blocked the bot, is gone, or never wrote to it."""
    return isinstance(refusal, TelegramForbiddenError) or "chat not found" in refusal.message.lower()


def is_passing(refusal: TelegramAPIError) -> bool:
    """The same call may well succeed later."""
    return isinstance(refusal, TelegramServerError | TelegramNetworkError | TelegramRetryAfter)


def asked_to_wait(refusal: TelegramAPIError) -> timedelta | None:
    return timedelta(seconds=refusal.retry_after) if isinstance(refusal, TelegramRetryAfter) else None
