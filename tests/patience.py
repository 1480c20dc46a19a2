"""Timeouts of tests, on machines that may stand still for seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import inf
from typing import Final

# A machine under load can stand still for some seconds.
PATIENCE: Final = 30.0  # seconds
_TICK: Final = 0.01  # seconds


@dataclass(slots=True)
class AwakeClock:
    """`seconds` counts the time in which this process could run."""

    seconds: float = 0.0


@asynccontextmanager
async def awake(most: float = inf) -> AsyncIterator[AwakeClock]:
    """Yield a clock. Raises TimeoutError after `most` of its seconds: for what must happen soon."""
    clock = AwakeClock()
    async with asyncio.timeout(None) as end:
        ticking = asyncio.create_task(_tick(clock, most, end))
        try:
            yield clock
        finally:
            ticking.cancel()


async def _tick(clock: AwakeClock, most: float, end: asyncio.Timeout) -> None:
    loop = asyncio.get_running_loop()
    while clock.seconds < most:
        before = loop.time()
        await asyncio.sleep(_TICK)
        clock.seconds += min(loop.time() - before, 2 * _TICK)
    end.reschedule(loop.time())
