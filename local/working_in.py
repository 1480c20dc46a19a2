"""Who still works in a folder: a server's data must not be touched while an earlier one is ending."""

import asyncio
from pathlib import Path

from local.errors import CannotRun

_PATIENCE = 60.0  # seconds that an earlier server has to end: it may wait for a slow disk
_GLANCE = 0.02


async def nobody_works_in(folder: Path) -> None:
    """Returns when no process has `folder` as its working directory; all of Postgres' have. Raises CannotRun.

    Where there is no /proc, leaves it to the server to find out.
    """
    for _ in range(round(_PATIENCE / _GLANCE)):
        if not _working_in(folder):
            return
        await asyncio.sleep(_GLANCE)
    pids = ", ".join(_working_in(folder))
    raise CannotRun(f"Another server works in {folder} (process {pids}): stop it or set DATA_DIR.")


def _working_in(folder: Path) -> list[str]:
    return [process.name for process in Path("/proc").glob("[0-9]*") if _works_in(process, folder)]


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder
    except OSError:  # it ended meanwhile, or is somebody else's
        return False
