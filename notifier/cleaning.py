"""Traces that nobody needs any more: drafts that nobody came back for, and what was completed long ago."""

from datetime import timedelta
from typing import Final

from notifier.worker import Worker

_KEPT: Final = timedelta(days=30)
_OWED: Final = timedelta(days=1)


async def clean(worker: Worker) -> None:
    async with worker.transaction() as rooms:
        await rooms.disposal.drop_old_drafts()
    async with worker.transaction() as rooms:
        await rooms.deliveries.drop_old(_KEPT)
        await rooms.exports.drop_old(_KEPT)
        await rooms.posts.drop_old_events(_KEPT)
        await rooms.owed_answers.drop_old(_OWED)
