"""Pastes whose time is over: expired, or deleted by authors who did not bring them back."""

from typing import Final

from notifier.worker import Worker

_AT_ONCE: Final = 100
# Then others have their turn; the next tick goes on.
_BATCHES: Final = 50


async def purge(worker: Worker) -> None:
    """In batches, until nothing is left. What a crash leaves of their files is swept as orphans."""
    for _ in range(_BATCHES):
        async with worker.transaction() as rooms:
            purged = await rooms.deleting.purge(_AT_ONCE)
        if not purged:
            return
