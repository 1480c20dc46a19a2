"""Ends a process that has been unhealthy for too long, so that its supervisor starts it again."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Event, Thread
from typing import Final

import structlog

from kernel.monitoring.health import Health
from kernel.settings import MonitoringSettings

EXIT_CODE: Final = 70  # EX_SOFTWARE of sysexits.h
_INTERVAL_SECONDS: Final = 5.0
_LOG_TIMEOUT_SECONDS: Final = 1.0
_log = structlog.get_logger(__name__)


@contextmanager
def ending_when_unhealthy(settings: MonitoringSettings, alive: Health) -> Iterator[None]:
    """End the process if `alive` finds a problem at each look of MAX_UNHEALTHY_SECONDS in a row.

    Looks are counted, not time: a process that was paused may have a problem at the first look only. What is
    in progress is lost as at a kill, and the tracebacks of all threads go to stderr. Where C code holds the
    interpreter's lock, so that no thread can look, SIGVTALRM ends the process after as much time of CPU.
    """
    stopped = Event()
    thread = Thread(target=_watch, args=(settings.max_unhealthy_seconds, alive, stopped), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _watch(max_seconds: float, alive: Health, stopped: Event) -> None:
    interval = min(_INTERVAL_SECONDS, max_seconds / 4)
    looks = 0
    while not stopped.wait(interval):
        signal.setitimer(signal.ITIMER_VIRTUAL, max_seconds)
        problems = alive.problems()
        looks = looks + 1 if problems else 0
        if looks == 1:
            _try_for_a_while(partial(_log.error, "unhealthy", problems=problems))
        if looks * interval >= max_seconds:
            _try_for_a_while(partial(_write_last_words, problems))
            os._exit(EXIT_CODE)


def _write_last_words(problems: list[str]) -> None:
    """Log the problems, and where each thread is.

    `faulthandler` would stop all threads while stderr is full.
    """
    _log.critical("unhealthy_too_long", problems=problems)
    for frame in sys._current_frames().values():
        os.write(sys.stderr.fileno(), "".join([*traceback.format_stack(frame), "\n"]).encode())


def _try_for_a_while(write: Callable[[], object]) -> None:
    """Write in another thread: the event loop may stand still because stderr is full, and hold its lock."""
    thread = Thread(target=write, daemon=True)
    with suppress(RuntimeError):  # the process can start no more threads
        thread.start()
        thread.join(_LOG_TIMEOUT_SECONDS)
