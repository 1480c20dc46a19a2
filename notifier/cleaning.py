"""Periodic deletion: expired and deleted pastes, old rows, and files that no row names."""

from dataclasses import asdict
from datetime import timedelta
from typing import Final

import structlog

from kernel.storage import StorageUnavailable
from notifier.worker import Worker
from posts.files.installation import WrongStorage
from posts.files.sweep import ORPHAN_AGE

_PASTES_PER_BATCH: Final = 100
# Other tasks have their turn after this many; the next run continues.
_BATCHES_PER_RUN: Final = 50
_ROW_RETENTION: Final = timedelta(days=30)
# Telegram Bot API, getUpdates: Telegram stores updates for 24 hours, and may send one twice until then.
_CHAT_RETENTION: Final = timedelta(hours=24)
_REFUSAL: Final = (
    "Nothing was moved: more than 1,000, or 1 %, of the files older than a day are in no row. Was the"
    " database restored from a backup that is older than they are? If they may go, run"
    " `python -m posts.files sweep`."
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
    """Delete old drafts, deliveries, exports and events that were completed 30 days ago, and stale pages."""
    async with worker.transaction() as services:
        await services.deleting.delete_old_drafts()
    async with worker.transaction() as services:
        await services.deliveries.delete_old(_ROW_RETENTION)
        await services.exports.delete_old(_ROW_RETENTION)
        await services.events.delete_old_events(_ROW_RETENTION)
        await services.events.forget_words(_ROW_RETENTION)
        await services.deleting.delete_stale_renderings()


async def clean_chats(worker: Worker) -> None:
    """Delete updates, replies and conversations that are a day old and over."""
    async with worker.transaction() as services:
        await services.chats.delete_old(_CHAT_RETENTION)


async def sweep_orphans(worker: Worker) -> None:
    """Move content files that a crash left without a row to the trash; log why if that is refused."""
    try:
        async with worker.transaction() as services:
            sweep = await services.sweeper.sweep_orphans(ORPHAN_AGE)
    except WrongStorage as wrong:
        _log.error("orphan_sweep_refused", reason=str(wrong))
        return
    except StorageUnavailable as fault:
        _log.warning("orphans_not_swept", fault=str(fault))
        return
    if sweep.is_refused:
        _log.error("orphan_sweep_refused", reason=_REFUSAL, **asdict(sweep))
    elif sweep.orphans or sweep.moved_back or sweep.deleted:
        _log.info("orphans_swept", **asdict(sweep))
