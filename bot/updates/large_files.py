"""Limit of one large file at a time: until it is stored, it takes several times its size in memory."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Final

from aiogram.types import Message

from bot.inbox.grouping import Batch

_LARGE_BYTES: Final = 2 * 1024 * 1024


class LargeFiles:
    """Semaphore of batches in which a message, or the one that it replies to, has a file of 2 MB or more."""

    def __init__(self) -> None:
        self._one = asyncio.Semaphore(1)

    def is_busy_for(self, batch: Batch) -> bool:
        """Return whether the batch has a large file and another one is being handled."""
        return self._one.locked() and _has_large_file(batch)

    def slot_for(self, batch: Batch) -> AbstractAsyncContextManager[None]:
        """Return a context to handle the batch in, which waits only if the batch has a large file."""
        return self._one if _has_large_file(batch) else nullcontext()


def _has_large_file(batch: Batch) -> bool:
    updates = (one.update for one in batch.updates if one.update)
    messages = (update.message or update.edited_message for update in updates)
    return any(_is_large(message) or _is_large(message.reply_to_message) for message in messages if message)


def _is_large(message: Message | None) -> bool:
    """Return whether the message has a document that is large, or of unknown size."""
    document = message.document if message else None
    return document is not None and (document.file_size or _LARGE_BYTES) >= _LARGE_BYTES
