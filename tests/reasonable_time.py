"""A generous time limit, which only a missing limit of the product exceeds; goals are in `benchmarks/`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

# The product's own limit is two seconds; without it, hostile inputs take minutes.
_REASONABLE = 20.0  # CPU seconds, which other processes hardly change


@contextmanager
def in_reasonable_time(most: float = _REASONABLE) -> Iterator[None]:
    """Raise AssertionError if this thread has computed for longer than the limit."""
    start = time.thread_time()
    yield
    assert time.thread_time() - start < most
