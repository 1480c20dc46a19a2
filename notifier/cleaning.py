"""Traces that nobody needs any more: drafts that nobody came back for, and what was completed long ago."""

from datetime import timedelta
from typing import Final

from notifier.worker import Worker

_KEPT: Final = timedelta(days=30)
# Telegram Bot API, getUpdates: it keeps updates for 24 hours, and may send one twice for so long.
_CHATS_KEPT: Final = timedelta(hours=24)


async def clean(worker: Worker) -> None:
    async with worker.transaction() as rooms:
        await rooms.deleting.delete_old_drafts()
    async with worker.transaction() as rooms:
        await rooms.deliveries.drop_old(_KEPT)
        await rooms.exports.drop_old(_KEPT)
        await rooms.posts.delete_old_events(_KEPT)


async def clean_chats(worker: Worker) -> None:
    async with worker.transaction() as rooms:
        await rooms.chats.drop_old(_CHATS_KEPT)
