"""Pages that are not in the process' memory, and what that memory takes."""

from functools import partial
from typing import Final

from redis.asyncio import Redis

from benchmarks.load import Answered, ask
from benchmarks.memory import megabytes_of
from benchmarks.rounds import best_of_rounds
from benchmarks.scene import Scene
from benchmarks.table import Line, Row

_REMEMBERED: Final = 10_000
_LONG_ENOUGH: Final = 8  # seconds, to have asked for all


async def measure(scene: Scene) -> list[Line]:
    # First: it is about a process that has done nothing else.
    memory = await _memory(scene)
    return [await _in_redis(scene), await _in_neither(scene), memory]


async def _memory(scene: Scene) -> Line:
    answered = await ask(*scene.many[:_REMEMBERED], seconds=_LONG_ENOUGH)
    pages = min(_REMEMBERED, int(answered.rate * _LONG_ENOUGH))
    what = f"Memory of the viewer after {pages:,} pages (PSS)"
    return Row(what, "MB", megabytes_of(scene.viewer.pid), "goal", 120, at_most=1)


async def _in_redis(scene: Scene) -> Line:
    await ask(*scene.many, seconds=_LONG_ENOUGH)
    ours, bare = await best_of_rounds([partial(ask, *scene.many), partial(ask, f"{scene.bare}/redis")])
    return Row("Page only in Redis", "/s", ours.rate, "one Redis GET", bare.rate, at_least=0.85)


async def _in_neither(scene: Scene) -> Line:
    async def ours() -> Answered:
        async with Redis.from_url(scene.house.redis_url) as redis:
            await redis.flushdb()
        return await ask(*scene.many)

    reached, bare = await best_of_rounds([ours, lambda: ask(f"{scene.bare}/postgres")])
    return Row("Page in neither", "/s", reached.rate, "one SELECT", bare.rate, at_least=0.7)
