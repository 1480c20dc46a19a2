"""The client of the Bot API, and the classification of its errors. The bot uses them, too."""

from datetime import timedelta
from http import HTTPStatus
from typing import Final

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import LinkPreviewOptions
from prometheus_client import Counter

from kernel.settings import TelegramSettings

_TIMEOUT_SECONDS = 30.0
_REQUESTS: Final = Counter("postebin_telegram_requests", "Requests to the Bot API by its answer", ["answer"])
# The first class of an error's that is here gives the answer; others are `refused`.
_ANSWERS: Final[dict[type, str]] = {
    TelegramEntityTooLarge: "refused",
    TelegramRetryAfter: "rate_limited",
    TelegramForbiddenError: "forbidden",
    TelegramServerError: "server_error",
    TelegramNetworkError: "network_error",
    ClientDecodeError: "unreadable",
}


class _Session(AiohttpSession):
    """A session that counts requests, and raises TelegramServerError where a gateway has answered."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - as aiogram has it
    ) -> TelegramType:
        try:
            result = await self._request(bot, method, timeout)
        except (TelegramAPIError, ClientDecodeError) as refusal:
            _REQUESTS.labels(_answer_of(refusal)).inc()
            raise
        _REQUESTS.labels("ok").inc()
        return result

    async def _request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None,  # noqa: ASYNC109
    ) -> TelegramType:
        try:
            return await super().make_request(bot, method, timeout)
        except UnicodeDecodeError as unreadable:
            raise TelegramServerError(method, "the response is not text") from unreadable

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as unreadable:
            if status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            # A gateway in front of the Bot API answers in HTML while the Bot API is down.
            raise TelegramServerError(method, f"answered {status_code}") from unreadable


def _answer_of(refusal: Exception) -> str:
    return next((_ANSWERS[kind] for kind in type(refusal).__mro__ if kind in _ANSWERS), "refused")


def connect_telegram(settings: TelegramSettings) -> Bot:
    """Return a client whose messages are HTML, without previews of links. The caller closes its session."""
    api = TelegramAPIServer.from_base(settings.telegram_api_url)
    return Bot(
        settings.bot_token.get_secret_value(),
        session=_Session(api=api, timeout=_TIMEOUT_SECONDS),
        default=DefaultBotProperties(
            parse_mode=ParseMode.HTML,
            # Not `link_preview_is_disabled`: aiogram sends it as a parameter that Telegram has deprecated.
            link_preview=LinkPreviewOptions(is_disabled=True),
            # A person who has deleted their message still gets the reply to it.
            allow_sending_without_reply=True,
        ),
    )


def is_unreachable(refusal: TelegramAPIError) -> bool:
    """Return whether the person has blocked the bot, has left Telegram, or never wrote to the bot."""
    return isinstance(refusal, TelegramForbiddenError) or "chat not found" in refusal.message.lower()


def is_transient(refusal: TelegramAPIError) -> bool:
    """Return whether the same call may succeed later."""
    return isinstance(refusal, TelegramServerError | TelegramNetworkError | TelegramRetryAfter)


def requested_wait(refusal: TelegramAPIError) -> timedelta | None:
    """Return how long Telegram asks to wait (`retry_after`), if it does."""
    return timedelta(seconds=refusal.retry_after) if isinstance(refusal, TelegramRetryAfter) else None
