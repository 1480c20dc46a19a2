"""Start-up of everything together, and its memory at rest."""

import asyncio
import signal
import time
from pathlib import Path
from typing import Final

from benchmarks.table import Row
from tests.local.launching import Launch
from tests.local.process_tree import working_below

_REST: Final = 5.0  # seconds after which nothing of the start is going on any more
_MEGABYTE: Final = 1024  # kilobytes


async def measure(folder: Path) -> list[Row]:
    """The goal for a fresh machine holds with the installation, which is not measured here."""
    first, _ = await _start(folder)
    second, memory = await _start(folder)
    return [
        Row("Start, empty data folder", "s", first, "goal with installation", 90),
        Row("Start, second time", "s", second, "goal", 6),
        Row("Memory of everything at rest (PSS)", "MB", memory, "goal", 600),
    ]


async def _start(folder: Path) -> tuple[float, float]:
    """Seconds until ready, and megabytes at rest."""
    start = time.perf_counter()
    launch = Launch(folder)
    await launch.begin()
    try:
        await launch.ready()
        ready = time.perf_counter() - start
        await asyncio.sleep(_REST)
        return ready, sum(map(_share, working_below(folder))) / _MEGABYTE
    finally:
        launch.send(signal.SIGINT)
        await launch.ends()


def _share(process: int) -> int:
    """Kilobytes of a process, what it shares with others in shares (proc(5), smaps_rollup)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
