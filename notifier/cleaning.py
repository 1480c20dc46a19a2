"""Periodic deletion: expired and deleted pastes, old rows, and files to which no row refers."""

from datetime import timedelta
from typing import Final

import structlog

from notifier.worker import Worker

_PASTES_PER_BATCH: Final = 100
# Other tasks have their turn after this many; the next run continues.
_BATCHES_PER_RUN: Final = 50
_ROW_RETENTION: Final = timedelta(days=30)
# Telegram Bot API, getUpdates: Telegram stores updates for 24 hours, and may send one twice until then.
_CHAT_RETENTION: Final = timedelta(hours=24)
# A file is stored before its row; this is far longer than any publishing takes.
_ORPHAN_AGE: Final = timedelta(days=1)
_ORPHANS_LOGGED: Final = 10
_REFUSED_SWEEP_HINT: Final = (
    "Nothing was deleted: the database does not know more than 1 % of the files older than a day. Do"
    " DATABASE_URL and STORAGE_URL belong to one and the same installation, and is the database complete?"
)
_log = structlog.get_logger(__name__)


async def purge(worker: Worker) -> None:
    """Delete pastes that have expired, or were deleted and not restored in time.

    Files that a crash leaves behind are deleted by `sweep_orphans`.
    """
    for _ in range(_BATCHES_PER_RUN):
        async with worker.transaction() as services:
            purged = await services.deleting.purge(_PASTES_PER_BATCH)
        if not purged:
            return


async def clean(worker: Worker) -> None:
    """Delete old drafts, and deliveries, exports and events that were completed 30 days ago."""
    async with worker.transaction() as services:
        await services.deleting.delete_old_drafts()
    async with worker.transaction() as services:
        await services.deliveries.delete_old(_ROW_RETENTION)
        await services.exports.delete_old(_ROW_RETENTION)
        await services.events.delete_old_events(_ROW_RETENTION)


async def clean_chats(worker: Worker) -> None:
    """Delete updates, replies and conversations that are a day old and over."""
    async with worker.transaction() as services:
        await services.chats.delete_old(_CHAT_RETENTION)


async def sweep_orphans(worker: Worker) -> None:
    """Delete content files that a crash left without a row, or warn where there are too many for a crash."""
    async with worker.transaction() as services:
        sweep = await services.deleting.sweep_orphans(_ORPHAN_AGE)
    counts = {"files": sweep.files, "orphans": sweep.orphans}
    if sweep.is_refused:
        examples = list(sweep.keys[:_ORPHANS_LOGGED])
        _log.warning("orphan_sweep_refused", **counts, check=_REFUSED_SWEEP_HINT, examples=examples)
    elif sweep.keys:
        _log.info("orphans_swept", **counts, deleted=len(sweep.keys))
