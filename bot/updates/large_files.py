"""One large file at a time: until it is stored, it takes several times its size in memory."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Final

from aiogram.types import Message, Update

from bot.inbox.grouping import Batch

_LARGE_BYTES: Final = 2 * 1024 * 1024


class LargeFiles:
    """Semaphore of batches with large files."""

    def __init__(self) -> None:
        self._one = asyncio.Semaphore(1)

    def is_busy_for(self, batch: Batch) -> bool:
        """Return whether the batch has a large file and another one is being handled."""
        return self._one.locked() and _is_large_in(batch)

    def slot_for(self, batch: Batch) -> AbstractAsyncContextManager[None]:
        """Return a context to handle the batch in; batches without large files do not wait."""
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
    """Return whether the document is large, or of unknown size."""
    document = message.document
    return document is not None and (document.file_size or _LARGE_BYTES) >= _LARGE_BYTES
