"""One large file at a time: until it is stored, it takes several times its size in memory."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Final

from aiogram.types import Message, Update

from bot.inbox.grouping import Batch

_LARGE: Final = 2 * 1024 * 1024  # bytes


class LargeFiles:
    def __init__(self) -> None:
        self._one = asyncio.Semaphore(1)

    def is_full_for(self, batch: Batch) -> bool:
        """Whether it holds a large file, and another is handled just now."""
        return self._one.locked() and _is_large_in(batch)

    def room_for(self, batch: Batch) -> AbstractAsyncContextManager[None]:
        """Around handling it. What holds no large file does not wait."""
        return self._one if _is_large_in(batch) else nullcontext()


def _is_large_in(batch: Batch) -> bool:
    return any(_is_large(one.update) for one in batch.updates)


def _is_large(update: Update | None) -> bool:
    message = update and (update.message or update.edited_message)
    if not message:
        return False
    replied = message.reply_to_message
    return _has_large(message) or (replied is not None and _has_large(replied))


def _has_large(message: Message) -> bool:
    """Also where Telegram does not tell how large it is."""
    document = message.document
    return document is not None and (document.file_size or _LARGE) >= _LARGE
