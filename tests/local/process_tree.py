"""The processes of a test: those whose working directory is in the test's folder."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from tests.patience import PATIENCE

_POLL_INTERVAL_SECONDS = 0.01


def working_below(folder: Path) -> dict[int, str]:
    """Return command lines by process id, without zombies."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it has ended, or belongs to another user
            continue
    return found


async def awaited(condition: Callable[[], object], within: float = PATIENCE) -> None:
    """Wait until the condition holds. Raises TimeoutError after `within` seconds."""
    async with asyncio.timeout(within):
        while True:
            if condition():
                return
            await asyncio.sleep(_POLL_INTERVAL_SECONDS)


async def none_left(folder: Path) -> None:
    try:
        await awaited(lambda: not working_below(folder))
    except TimeoutError:
        raise AssertionError(f"still running: {working_below(folder)}") from None


def environment(**settings: str) -> dict[str, str]:
    """Return an environment without this machine's settings of the project, but with `settings`."""
    names = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"}
    kept = {name: value for name, value in os.environ.items() if name in names}
    return {**kept, "PYTHONPATH": str(Path(__file__).parent.parent.parent), **settings}
