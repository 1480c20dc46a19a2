"""The first reader of a paste, for whom it is rendered; and whether others wait meanwhile."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import Final

import aiohttp

from benchmarks.cores import EVERY
from benchmarks.load import HEADERS
from benchmarks.publishing import Publisher
from benchmarks.sample import SIZE, sample
from benchmarks.table import Line, Row
from benchmarks.viewing import Viewer, viewer

# How many of each size, and the goal in milliseconds.
_PASTES: Final = {SIZE: (100, 5), 100_000: (40, 60), 1_000_000: (20, 600)}
_LONGEST_BLOCK: Final = 20  # milliseconds
_WARM: Final = 3  # of each size that come before those that count: their workers load


async def measure(publisher: Publisher, folder: Path) -> list[Line]:
    file = folder / "longest-block"
    async with viewer("-m", "benchmarks.watched_viewer", str(file), cores=EVERY) as ours:
        rows = [await _first(ours, publisher, size) for size in _PASTES]
    block = float(await asyncio.to_thread(file.read_text))
    return [
        *rows,
        Row("Longest block of the event loop by these", "ms", block, "goal", _LONGEST_BLOCK, at_most=1),
    ]


async def _first(ours: Viewer, publisher: Publisher, size: int) -> Line:
    number, goal = _PASTES[size]
    posts = [await publisher.publish(sample(place, size)) for place in range(1, number + _WARM + 1)]
    async with aiohttp.ClientSession(ours.origin, headers=HEADERS, auto_decompress=False) as reader:
        times = [await _milliseconds(reader, f"/{post.url}") for post in posts]
    what = f"First rendering of {size / 1000:,.1f} KB (p95 of {number})"
    return Row(what, "ms", _p95(times[_WARM:]), "goal", goal, at_most=1)


async def _milliseconds(reader: aiohttp.ClientSession, path: str) -> float:
    start = time.perf_counter()
    async with reader.get(path, raise_for_status=True) as response:
        await response.read()
    return (time.perf_counter() - start) * 1000


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]
