"""One `make run` for one data folder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from local.errors import CannotRun

# An earlier run that was killed lets go of the lock a moment after its end.
_PATIENCE: Final = 1.0  # seconds
_GLANCE: Final = 0.05


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Makes the folder where it is missing, open to its owner alone. Raises CannotRun."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as refused:
        raise CannotRun(
            f"DATA_DIR {folder} cannot be used: {refused.strerror}. Set another folder."
        ) from refused
    try:
        _lock(descriptor, folder)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    for _ in range(round(_PATIENCE / _GLANCE)):
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_GLANCE)
    holder = os.pread(descriptor, 20, 0).decode().strip()
    raise CannotRun(
        f"Postebin already runs on {folder} (process {holder}). Stop it with Ctrl-C or `kill {holder}`, "
        "or set DATA_DIR to another folder."
    )
