"""Pages outside of the viewer's memory, and the size of that memory."""

from functools import partial
from typing import Final

from redis.asyncio import Redis

from benchmarks.load import LoadResult, load
from benchmarks.measuring import best_of_rounds
from benchmarks.processes import megabytes_of
from benchmarks.table import Line, Row
from benchmarks.viewer_setup import Setup

_CACHED_PAGES: Final = 10_000
_ALL_PAGES_SECONDS: Final = 8  # long enough to request each page once


async def measure(setup: Setup) -> list[Line]:
    # First, while the process has done nothing else.
    memory = await _memory(setup)
    return [await _in_redis(setup), await _in_neither(setup), memory]


async def _memory(setup: Setup) -> Line:
    answered = await load(*setup.many[:_CACHED_PAGES], seconds=_ALL_PAGES_SECONDS)
    pages = min(_CACHED_PAGES, int(answered.rate * _ALL_PAGES_SECONDS))
    what = f"Memory of the viewer after {pages:,} pages (PSS)"
    return Row(what, "MB", megabytes_of(setup.viewer.pid), "goal", 120, at_most=1)


async def _in_redis(setup: Setup) -> Line:
    await load(*setup.many, seconds=_ALL_PAGES_SECONDS)
    ours, bare = await best_of_rounds([partial(load, *setup.many), partial(load, f"{setup.bare}/redis")])
    return Row("Page only in Redis", "/s", ours.rate, "one Redis GET", bare.rate, at_least=0.85)


async def _in_neither(setup: Setup) -> Line:
    async def ours() -> LoadResult:
        async with Redis.from_url(setup.servers.redis_url) as redis:
            await redis.flushdb()
        return await load(*setup.many)

    best, bare = await best_of_rounds([ours, lambda: load(f"{setup.bare}/postgres")])
    return Row("Page in neither", "/s", best.rate, "one SELECT", bare.rate, at_least=0.7)
