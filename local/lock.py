"""A lock that allows one `make run` per data folder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from local.errors import CannotRun

# A run that was killed releases the lock a moment after its end.
_TIMEOUT_SECONDS: Final = 1.0
_POLL_INTERVAL_SECONDS: Final = 0.05


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Lock the folder; create a missing one, accessible to its owner only. Raises CannotRun."""
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
    for _ in range(round(_TIMEOUT_SECONDS / _POLL_INTERVAL_SECONDS)):
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_POLL_INTERVAL_SECONDS)
    holder = os.pread(descriptor, 20, 0).decode().strip()
    raise CannotRun(
        f"Postebin is already running with {folder} (process {holder}). "
        f"Stop it with Ctrl-C or `kill {holder}`, or set DATA_DIR to another folder."
    )
