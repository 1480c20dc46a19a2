"""Files that people send, downloaded from Telegram; captions, which can be published instead."""

import asyncio
from io import BytesIO
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import Document, Message
from aiohttp import ClientError, ClientResponseError

from bot.cards.buttons import Row, button, keyboard
from bot.cards.callbacks import PublishCaption
from bot.cards.reply import MessageBody
from bot.errors import error_body
from bot.inbox.messages import below_command, text_of
from kernel.errors import AppError
from kernel.phrases import Words
from notifier.telegram import is_transient
from posts.errors import NotText, PostTooLarge
from posts.limits import MAX_FILE_BYTES

_DOWNLOAD_TIMEOUT_SECONDS: Final = 120
_RETRY_DELAYS_SECONDS: Final = (0.5, 2.0)
_CLIENT_ERRORS: Final = range(400, 500)
_log = structlog.get_logger(__name__)


class TelegramUnavailable(Exception):
    """Telegram does not deliver the file now, but may do so later."""


class FileNotFetched(AppError):
    """Telegram refuses to deliver the file, or takes more than two minutes."""

    code = "file-not-fetched"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


async def download(document: Document, bot: Bot) -> bytes:
    """Return the file's bytes. Raises PostTooLarge, FileNotFetched or TelegramUnavailable."""
    if (document.file_size or 0) > MAX_FILE_BYTES:
        raise PostTooLarge(document.file_size or 0, MAX_FILE_BYTES)
    try:
        file = await bot.get_file(document.file_id)
    except TelegramBadRequest as refusal:
        if "too big" in refusal.message:
            raise PostTooLarge(document.file_size or 0, MAX_FILE_BYTES) from refusal
        raise _not_fetched(document, refusal) from refusal
    except TelegramAPIError as refusal:
        if is_transient(refusal):
            raise TelegramUnavailable from refusal
        raise _not_fetched(document, refusal) from refusal
    return await _download_with_retries(document, file.file_path or "", bot)


async def _download_with_retries(document: Document, path: str, bot: Bot) -> bytes:
    for delay in (*_RETRY_DELAYS_SECONDS, None):
        content = BytesIO()
        try:
            await bot.download_file(path, content, timeout=_DOWNLOAD_TIMEOUT_SECONDS)
        except (ClientError, TimeoutError) as fault:
            # The error's message holds the address, and that the bot's token: log only its type.
            kind = type(fault).__name__
            if not _is_transient(fault):
                raise _not_fetched(document, kind) from None
            if delay is None:
                raise TelegramUnavailable(kind) from None
            _log.warning("download_retried", delay=delay, fault=kind)
            await asyncio.sleep(delay)
        else:
            return content.getvalue()
    raise AssertionError("the last try returns or raises")


def _is_transient(fault: Exception) -> bool:
    """Return whether another try may succeed; a file that took two minutes would do so again."""
    is_refused = isinstance(fault, ClientResponseError) and fault.status in _CLIENT_ERRORS
    return not (is_refused or isinstance(fault, TimeoutError))


def _not_fetched(document: Document, reason: object) -> FileNotFetched:
    _log.warning("file_not_downloaded", reason=str(reason))
    return FileNotFetched(document.file_name or "")


def caption_as_text(message: Message) -> Message:
    """Return the message as if its caption were a text message."""
    text = {"text": message.caption, "entities": message.caption_entities}
    return message.model_copy(update={**text, "caption": None, "caption_entities": None, "document": None})


def nothing_to_publish_body(message: Message, words: Words) -> MessageBody:
    """Return a text that says what can be published, or that offers to publish the caption."""
    offer = _caption_offer(message, words)
    return {
        "text": words("caption.offer" if offer else "send-text"),
        "reply_markup": keyboard(offer) if offer else None,
    }


def refused_file_body(message: Message, fault: AppError, words: Words) -> MessageBody:
    """Return the error, with the offer to publish the caption of a file that is no text."""
    body = error_body(fault, words)
    offer = _caption_offer(message, words) if isinstance(fault, NotText) else []
    return {**body, "reply_markup": keyboard(offer)} if offer else body


def _caption_offer(message: Message, words: Words) -> Row:
    if not message.caption or not text_of(below_command(caption_as_text(message))).strip():
        return []
    return [button(words.plain("button.publish-caption"), PublishCaption())]
