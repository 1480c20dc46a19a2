"""Pages that are not in the process' memory, and what that memory takes."""

from functools import partial
from typing import Final

from redis.asyncio import Redis

from benchmarks.load import Answered, ask
from benchmarks.measuring import best_of_rounds
from benchmarks.processes import megabytes_of
from benchmarks.table import Line, Row
from benchmarks.viewer_setup import Setup

_REMEMBERED: Final = 10_000
_LONG_ENOUGH: Final = 8  # seconds, to have asked for all


async def measure(setup: Setup) -> list[Line]:
    # First: it is about a process that has done nothing else.
    memory = await _memory(setup)
    return [await _in_redis(setup), await _in_neither(setup), memory]


async def _memory(setup: Setup) -> Line:
    answered = await ask(*setup.many[:_REMEMBERED], seconds=_LONG_ENOUGH)
    pages = min(_REMEMBERED, int(answered.rate * _LONG_ENOUGH))
    what = f"Memory of the viewer after {pages:,} pages (PSS)"
    return Row(what, "MB", megabytes_of(setup.viewer.pid), "goal", 120, at_most=1)


async def _in_redis(setup: Setup) -> Line:
    await ask(*setup.many, seconds=_LONG_ENOUGH)
    ours, bare = await best_of_rounds([partial(ask, *setup.many), partial(ask, f"{setup.bare}/redis")])
    return Row("Page only in Redis", "/s", ours.rate, "one Redis GET", bare.rate, at_least=0.85)


async def _in_neither(setup: Setup) -> Line:
    async def ours() -> Answered:
        async with Redis.from_url(setup.servers.redis_url) as redis:
            await redis.flushdb()
        return await ask(*setup.many)

    reached, bare = await best_of_rounds([ours, lambda: ask(f"{setup.bare}/postgres")])
    return Row("Page in neither", "/s", reached.rate, "one SELECT", bare.rate, at_least=0.7)
