"""Files that people send, fetched from Telegram; and the words under what is no text, which can be
published."""

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
from bot.cards.reply import Said
from bot.errors import said_of
from bot.inbox.messages import below_command, text_of
from kernel.errors import AppError
from kernel.phrases import Words
from notifier.telegram import is_passing
from posts.errors import NotText, PostTooLarge
from posts.sizes import LARGEST

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


def caption_alone(message: Message) -> Message:
    """As if it had been sent as a text."""
    text = {"text": message.caption, "entities": message.caption_entities}
    return message.model_copy(update={**text, "caption": None, "caption_entities": None, "document": None})


def what_to_send(message: Message, words: Words) -> Said:
    """To what is no text: what is; or, of what has words to it, that those can be published."""
    offer = _offer(message, words)
    return {
        "text": words("caption.offer" if offer else "send-text"),
        "reply_markup": keyboard(offer) if offer else None,
    }


def refused(message: Message, fault: AppError, words: Words) -> Said:
    """Of a file, too, the words are not lost."""
    said = said_of(fault, words)
    offer = _offer(message, words) if isinstance(fault, NotText) else []
    return {**said, "reply_markup": keyboard(offer)} if offer else said


def _offer(message: Message, words: Words) -> Row:
    if not message.caption or not text_of(below_command(caption_alone(message))).strip():
        return []
    return [button(words.plain("button.publish-caption"), PublishCaption())]
