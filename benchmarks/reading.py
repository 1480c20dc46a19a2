"""Pages that are in the process' memory, beside a bare server with the very same bytes."""

from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.load import Answered, ask
from benchmarks.pinnwand import NoPinnwand, pinnwand
from benchmarks.rounds import best_of_rounds
from benchmarks.scene import Scene
from benchmarks.table import Line, NotMeasured, Row

_IN_TURN: Final = 200
_OF_LARGE: Final = 4  # connections


async def measure(scene: Scene, folder: Path) -> list[Line]:
    return [
        *await _hot(scene),
        await _in_turn(scene),
        await _raw(scene),
        await _large(scene),
        await _pinnwand(scene, folder),
    ]


async def _hot(scene: Scene) -> list[Line]:
    ours, bare = await _answered(scene.page, f"{scene.bare}/fixed/page")
    size = len(await scene.viewer.body_of(scene.page)) / 1000
    return [
        Row(
            f"Hot page ({size:.1f} KB compressed)", "/s", ours.rate, "bare aiohttp", bare.rate, at_least=0.85
        ),
        Row("Its slowest hundredth (p99)", "ms", ours.p99, "its median (p50)", ours.median, at_most=3),
    ]


async def _in_turn(scene: Scene) -> Line:
    pages = scene.many[:_IN_TURN]
    await ask(*pages, seconds=1)
    ours, bare = await best_of_rounds(
        [partial(ask, *pages), partial(ask, *[f"{scene.bare}/fixed/page"] * _IN_TURN)]
    )
    return Row(f"{_IN_TURN} pages in turn", "/s", ours.rate, "bare aiohttp", bare.rate, at_least=0.8)


async def _raw(scene: Scene) -> Line:
    ours, bare = await _answered(scene.raw, f"{scene.bare}/fixed/raw")
    return Row("Raw, hot", "/s", ours.rate, "bare aiohttp", bare.rate, at_least=0.85)


async def _large(scene: Scene) -> Line:
    ours, bare = await best_of_rounds(
        [partial(ask, url, connections=_OF_LARGE) for url in (scene.large, f"{scene.bare}/fixed/large")]
    )
    size = len(await scene.viewer.body_of(scene.large)) / 1000
    what = f"Hot page of 1 MB ({size:.0f} KB compressed), {_OF_LARGE} connections"
    return Row(what, "/s", ours.rate, "bare aiohttp", bare.rate, at_least=0.85)


async def _pinnwand(scene: Scene, folder: Path) -> Line:
    try:
        async with pinnwand(folder) as theirs:
            ours, other = await _answered(scene.page, theirs)
    except NoPinnwand as fault:
        return NotMeasured("Hot page beside pinnwand", str(fault).rpartition("\n")[2][:80])
    return Row("Hot page", "/s", ours.rate, "pinnwand", other.rate, at_least=20)


async def _answered(*urls: str) -> list[Answered]:
    return await best_of_rounds([partial(ask, url) for url in urls])
