"""A circuit breaker: calls to a server that has failed several times fail at once, without a wait."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_FAILURES_TO_OPEN: Final = 3
_OPEN_SECONDS: Final = 2.0


class CircuitOpen(Exception):
    """The server has failed several calls in a row, so this call was not made."""


class CircuitBreaker:
    """Opens after some failures in a row; while it is open, calls fail at once.

    After a pause it is half-open: one call is let through as a trial. If that succeeds, the breaker closes;
    if it fails, the pause begins again. Only the error `failure` counts: any other error shows that the
    server has answered. A cancelled call does not count either way.
    """

    def __init__(
        self,
        failure: type[Exception],
        failures: int = _FAILURES_TO_OPEN,
        open_seconds: float = _OPEN_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failure = failure
        self._failures_to_open = failures
        self._open_seconds = open_seconds
        self._clock = clock
        self._failures_in_a_row = 0
        self._next_trial = 0.0

    @property
    def refuses(self) -> bool:
        """Return whether a call would fail at once: the breaker is open, or half-open during its trial."""
        return self._is_open and self._clock() < self._next_trial

    @property
    def _is_open(self) -> bool:
        return self._failures_in_a_row >= self._failures_to_open

    @contextmanager
    def call(self) -> Iterator[None]:
        """Make the call in this block, and count its result. Raises CircuitOpen instead of entering it."""
        if self.refuses:
            raise CircuitOpen
        is_trial = self._is_open
        if is_trial:
            self._next_trial = float("inf")  # until the trial ends
        try:
            yield
        except self._failure:
            self._failures_in_a_row += 1
            self._next_trial = self._clock() + self._open_seconds
            raise
        except Exception:
            self._failures_in_a_row = 0
            raise
        except BaseException:
            if is_trial:  # cancelled: the next call is the trial
                self._next_trial = self._clock()
            raise
        self._failures_in_a_row = 0
