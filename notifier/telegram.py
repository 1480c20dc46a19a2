"""The Bot API, and what its refusals mean."""

from datetime import timedelta
from http import HTTPStatus

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import LinkPreviewOptions

from kernel.settings import TelegramSettings

_ANSWER_WITHIN = 30.0  # seconds


class _Session(AiohttpSession):
    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - as aiogram has it
    ) -> TelegramType:
        try:
            return await super().make_request(bot, method, timeout)
        except UnicodeDecodeError as unreadable:
            raise TelegramServerError(method, "answered what is no text") from unreadable

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as unreadable:
            if status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            # A gateway before the Bot API speaks HTML when there is nobody behind it.
            raise TelegramServerError(method, f"answered {status_code}") from unreadable


def connect_telegram(settings: TelegramSettings) -> Bot:
    api = TelegramAPIServer.from_base(settings.telegram_api_url)
    return Bot(
        settings.bot_token.get_secret_value(),
        session=_Session(api=api, timeout=_ANSWER_WITHIN),
        default=DefaultBotProperties(
            parse_mode=ParseMode.HTML,
            # Not `link_preview_is_disabled`, which aiogram sends as a parameter that Telegram has given up.
            link_preview=LinkPreviewOptions(is_disabled=True),
            # Who deletes the message at once still gets the answer.
            allow_sending_without_reply=True,
        ),
    )


def is_unreachable(refusal: TelegramAPIError) -> bool:
    """The person blocked the bot, is gone, or never wrote to it."""
    return isinstance(refusal, TelegramForbiddenError) or "chat not found" in refusal.message.lower()


def is_passing(refusal: TelegramAPIError) -> bool:
    """The same call may well succeed later."""
    return isinstance(refusal, TelegramServerError | TelegramNetworkError | TelegramRetryAfter)


def asked_to_wait(refusal: TelegramAPIError) -> timedelta | None:
    return timedelta(seconds=refusal.retry_after) if isinstance(refusal, TelegramRetryAfter) else None
