"""Processes under measurement: their cores, their memory, and how they are started.

On a machine with several cores, the measured process has one to itself."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from local.service import Service

_ALL: Final = sorted(os.sched_getaffinity(0))
EVERY: Final = frozenset(_ALL)
MEASURED: Final = frozenset(_ALL[:1])
OTHERS: Final = frozenset(_ALL[1:] or _ALL)
_MEGABYTE: Final = 1024  # kilobytes


@contextmanager
def computing_on(cores: frozenset[int]) -> Iterator[None]:
    """Restrict this process, and those that it starts in the block, to these cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@asynccontextmanager
async def running(*arguments: str, cores: frozenset[int] = MEASURED) -> AsyncIterator[int]:
    """Start a Python process, wait until it is ready, and yield its pid; stop it at the end."""
    service = Service(arguments[-1], *arguments, show=lambda *_: None)
    with computing_on(cores):
        await service.start()
    try:
        assert service.pid is not None  # noqa: S101 - it has been started
        yield service.pid
    finally:
        await service.stop()


def megabytes_of(pid: int) -> float:
    """Return the proportional set size of a process (proc(5), smaps_rollup), in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / _MEGABYTE
