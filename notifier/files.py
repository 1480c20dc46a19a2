"""Content files that a crash left without a row."""

from datetime import timedelta
from typing import Final

import structlog

from notifier.worker import Worker

# Longer than any publishing takes, by far: the file comes first, and then its row.
_AGE: Final = timedelta(days=1)
_log = structlog.get_logger(__name__)


async def sweep_orphans(worker: Worker) -> None:
    async with worker.transaction() as rooms:
        swept = await rooms.disposal.sweep_orphans(_AGE)
    if swept:
        _log.info("orphans swept", files=swept)
