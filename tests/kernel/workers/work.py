"""Functions for workers to run; some of them kill the worker."""

import logging
import os
import signal
import sys
from pathlib import Path


def warm_up() -> None:
    """Load nothing."""


def greeting(name: str) -> list[bytes]:
    return [f"hello {name}".encode()]


def its_process() -> list[bytes]:
    return [str(os.getpid()).encode()]


def its_fork_server() -> list[bytes]:
    return [str(os.getppid()).encode()]


def raising() -> list[bytes]:
    raise ValueError("of this work")


def dying() -> list[bytes]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def computing_for_ever() -> list[bytes]:
    while True:
        pass


def taking_all_memory() -> list[bytes]:
    return [bytes(4_000_000_000)]


def waiting_for(pipe: Path) -> list[bytes]:
    """Wait until something is written into the pipe."""
    return [pipe.read_bytes()]


def its_packages() -> list[bytes]:
    """Return the names of the imported packages."""
    return sorted({name.partition(".")[0].encode() for name in sys.modules})


def warning() -> list[bytes]:
    logging.getLogger("work").warning("hard work")
    return []
