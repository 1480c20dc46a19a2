"""Ends a process that has been unhealthy for too long, so that its supervisor starts it again."""

import faulthandler
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

import structlog

from kernel.monitoring.health import Health
from kernel.settings import MonitoringSettings

EXIT_CODE: Final = 70  # EX_SOFTWARE of sysexits.h
_INTERVAL_SECONDS: Final = 5.0
_log = structlog.get_logger(__name__)


@contextmanager
def ending_when_unhealthy(settings: MonitoringSettings, alive: Health) -> Iterator[None]:
    """End the process if `alive` finds a problem at each look of MAX_UNHEALTHY_SECONDS in a row.

    Looks are counted, not time: a process that was paused may have a problem at the first look only. What is
    in progress is lost as at a kill, and the tracebacks of all threads go to stderr.
    """
    stopped = Event()
    thread = Thread(target=_watch, args=(settings.max_unhealthy_seconds, alive, stopped), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _watch(max_seconds: float, alive: Health, stopped: Event) -> None:
    interval = min(_INTERVAL_SECONDS, max_seconds / 4)
    looks = 0
    while not stopped.wait(interval):
        problems = alive.problems()
        looks = looks + 1 if problems else 0
        if looks == 1:
            _log.error("unhealthy", problems=problems)
        if looks * interval >= max_seconds:
            _log.critical("unhealthy_too_long", problems=problems)
            faulthandler.dump_traceback()
            os._exit(EXIT_CODE)
