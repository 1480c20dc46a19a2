"""Heartbeat of a loop: a health check of whether it still goes round."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from kernel.monitoring.health import Health

_INTERVAL_SECONDS: Final = 1.0
_MAX_STALL_SECONDS: Final = 10.0


class Heartbeat:
    """The time since a loop last called `beat`. `max_seconds`: how long a round of it may take."""

    def __init__(self, max_seconds: float) -> None:
        self._max_seconds = max_seconds
        self._last = time.monotonic()

    def beat(self) -> None:
        self._last = time.monotonic()

    def problem(self) -> str | None:
        seconds = time.monotonic() - self._last
        return f"has stood still for {seconds:.0f} s" if seconds > self._max_seconds else None


@asynccontextmanager
async def watched_event_loop(alive: Health, max_seconds: float = _MAX_STALL_SECONDS) -> AsyncIterator[None]:
    """Check in `alive` that the running event loop runs, from now on; the block has to be all of its work."""
    heartbeat = Heartbeat(max_seconds)
    alive.add("event loop", heartbeat.problem)
    task = asyncio.create_task(_keep_beating(heartbeat, min(_INTERVAL_SECONDS, max_seconds / 4)))
    try:
        yield
    finally:
        task.cancel()


async def _keep_beating(heartbeat: Heartbeat, interval: float) -> None:
    while True:
        heartbeat.beat()
        await asyncio.sleep(interval)
