"""Who computes where: what is measured has a core to itself, where there is more than one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_ALL: Final = sorted(os.sched_getaffinity(0))
EVERY: Final = frozenset(_ALL)
MEASURED: Final = frozenset(_ALL[:1])
OTHERS: Final = frozenset(_ALL[1:] or _ALL)


@contextmanager
def computing_on(cores: frozenset[int]) -> Iterator[None]:
    """This process, and whatever it starts meanwhile."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
