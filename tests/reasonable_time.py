"""Tells a limit that is kept from one that is not there; goals of speed are in `benchmarks/`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

# What is made to be slow is given up after two seconds, and takes minutes where nothing ends it.
_REASONABLE = 20.0  # seconds of the processor, so that others who work at the same time hardly count


@contextmanager
def in_reasonable_time(most: float = _REASONABLE) -> Iterator[None]:
    """AssertionError where this thread has computed for longer than somebody would wait, in seconds."""
    start = time.thread_time()
    yield
    assert time.thread_time() - start < most
