"""Who is still alive: every process whose working directory is the test's folder, or below."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from tests.patience import PATIENCE

_GLANCE = 0.01  # seconds


def working_below(folder: Path) -> dict[int, str]:
    """Command lines by process id, without zombies."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
    return found


async def awaited(condition: Callable[[], object], within: float = PATIENCE) -> None:
    """Returns when the condition holds; raises TimeoutError after `within` seconds."""
    async with asyncio.timeout(within):
        while True:
            if condition():
                return
            await asyncio.sleep(_GLANCE)


async def none_left(folder: Path) -> None:
    try:
        await awaited(lambda: not working_below(folder))
    except TimeoutError:
        raise AssertionError(f"still running: {working_below(folder)}") from None


def environment(**settings: str) -> dict[str, str]:
    """This process' without settings of the project's, so that nobody's own decide a test."""
    names = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"}
    kept = {name: value for name, value in os.environ.items() if name in names}
    return {**kept, "PYTHONPATH": str(Path(__file__).parent.parent.parent), **settings}
