"""Pages in the viewer's memory, compared with a bare server of the same bytes and with pinnwand."""

from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.load import LoadResult, load
from benchmarks.measuring import best_of_rounds
from benchmarks.pinnwand import PinnwandUnavailable, pinnwand
from benchmarks.table import Line, NotMeasured, Row
from benchmarks.viewer_setup import Setup

_PAGES_IN_TURN: Final = 200
_CONNECTIONS: Final = 4


async def measure(setup: Setup, folder: Path) -> list[Line]:
    return [
        *await _hot(setup),
        await _in_turn(setup),
        await _raw(setup),
        await _large(setup),
        await _pinnwand(setup, folder),
    ]


async def _hot(setup: Setup) -> list[Line]:
    ours, bare = await _compare(setup.page, f"{setup.bare}/fixed/page")
    size = len(await setup.viewer.body_of(setup.page)) / 1000
    return [
        Row(
            f"Hot page ({size:.1f} KB compressed)", "/s", ours.rate, "bare aiohttp", bare.rate, at_least=0.85
        ),
        Row("Its slowest hundredth (p99)", "ms", ours.p99, "its median (p50)", ours.median, at_most=3),
    ]


async def _in_turn(setup: Setup) -> Line:
    pages = setup.many[:_PAGES_IN_TURN]
    await load(*pages, seconds=1)
    ours, bare = await best_of_rounds(
        [partial(load, *pages), partial(load, *[f"{setup.bare}/fixed/page"] * _PAGES_IN_TURN)]
    )
    return Row(f"{_PAGES_IN_TURN} pages in turn", "/s", ours.rate, "bare aiohttp", bare.rate, at_least=0.8)


async def _raw(setup: Setup) -> Line:
    ours, bare = await _compare(setup.raw, f"{setup.bare}/fixed/raw")
    return Row("Raw, hot", "/s", ours.rate, "bare aiohttp", bare.rate, at_least=0.85)


async def _large(setup: Setup) -> Line:
    ours, bare = await best_of_rounds(
        [partial(load, url, connections=_CONNECTIONS) for url in (setup.large, f"{setup.bare}/fixed/large")]
    )
    size = len(await setup.viewer.body_of(setup.large)) / 1000
    what = f"Hot page of 1 MB ({size:.0f} KB compressed), {_CONNECTIONS} connections"
    return Row(what, "/s", ours.rate, "bare aiohttp", bare.rate, at_least=0.85)


async def _pinnwand(setup: Setup, folder: Path) -> Line:
    try:
        async with pinnwand(folder) as theirs:
            ours, other = await _compare(setup.page, theirs)
    except PinnwandUnavailable as fault:
        return NotMeasured("Hot page beside pinnwand", str(fault).rpartition("\n")[2][:80])
    return Row("Hot page", "/s", ours.rate, "pinnwand", other.rate, at_least=20)


async def _compare(*urls: str) -> list[LoadResult]:
    return await best_of_rounds([partial(load, url) for url in urls])
