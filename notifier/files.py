"""Content files that a crash left without a row."""

from datetime import timedelta
from typing import Final

import structlog

from notifier.worker import Worker

# Longer than any publishing takes, by far: the file comes first, and then its row.
_AGE: Final = timedelta(days=1)
_KEYS_LOGGED: Final = 10
_TO_CHECK: Final = (
    "Nothing was deleted: the database does not know more than 1 % of the files older than a day. Do"
    " DATABASE_URL and STORAGE_URL belong to one and the same installation, and is the database complete?"
)
_log = structlog.get_logger(__name__)


async def sweep_orphans(worker: Worker) -> None:
    """Delete them, or warn that they are too many to be of a crash."""
    async with worker.transaction() as rooms:
        sweep = await rooms.deleting.sweep_orphans(_AGE)
    counts = {"files": sweep.files, "orphans": sweep.orphans}
    if sweep.is_refused:
        _log.warning(
            "orphan_sweep_refused", **counts, check=_TO_CHECK, examples=list(sweep.keys[:_KEYS_LOGGED])
        )
    elif sweep.keys:
        _log.info("orphans_swept", **counts, deleted=len(sweep.keys))
