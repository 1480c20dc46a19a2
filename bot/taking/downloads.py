"""Fetches from Telegram the files that people send."""

import asyncio
from io import BytesIO
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import Document
from aiohttp import ClientError, ClientResponseError

from kernel.errors import AppError
from notifier.telegram import is_passing
from posts.errors import PostTooLarge
from posts.limits import LARGEST

_LONGEST: Final = 120  # seconds
_WAITS: Final = (0.5, 2.0)  # seconds
_REFUSED: Final = range(400, 500)
_log = structlog.get_logger(__name__)


class TelegramAway(Exception):
    """The file could not be fetched just now, and may be later."""


class FileNotFetched(AppError):
    """Telegram did not hand it out."""

    code = "file-not-fetched"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


async def download(document: Document, bot: Bot) -> bytes:
    """Raises PostTooLarge, FileNotFetched or TelegramAway."""
    if (document.file_size or 0) > LARGEST:
        raise PostTooLarge(document.file_size or 0, LARGEST)
    try:
        file = await bot.get_file(document.file_id)
    except TelegramBadRequest as refusal:
        if "too big" in refusal.message:
            raise PostTooLarge(document.file_size or 0, LARGEST) from refusal
        raise _not_fetched(document, refusal) from refusal
    except TelegramAPIError as refusal:
        if is_passing(refusal):
            raise TelegramAway from refusal
        raise _not_fetched(document, refusal) from refusal
    return await _content(document, file.file_path or "", bot)


async def _content(document: Document, path: str, bot: Bot) -> bytes:
    for wait in (*_WAITS, None):
        content = BytesIO()
        try:
            await bot.download_file(path, content, timeout=_LONGEST)
        except (ClientError, TimeoutError) as fault:
            # Without its message, in which the address holds the bot's token.
            kind = type(fault).__name__
            if not _is_passing(fault):
                raise _not_fetched(document, kind) from None
            if wait is None:
                raise TelegramAway(kind) from None
            _log.warning("no download, trying again", wait=wait, fault=kind)
            await asyncio.sleep(wait)
        else:
            return content.getvalue()
    raise AssertionError("the last try returns or raises")


def _is_passing(fault: Exception) -> bool:
    """A file that does not come in two minutes does not come in two more."""
    is_refused = isinstance(fault, ClientResponseError) and fault.status in _REFUSED
    return not (is_refused or isinstance(fault, TimeoutError))


def _not_fetched(document: Document, reason: object) -> FileNotFetched:
    _log.warning("file not fetched", reason=str(reason))
    return FileNotFetched(document.file_name or "")
