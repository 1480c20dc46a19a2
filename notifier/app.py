"""The Celery application of any number of `celery -A notifier.app worker`. beat.py has beat's."""

import logging

from celery import Celery
from celery.signals import setup_logging

from kernel.lean_aiogram import import_lean_aiogram
from kernel.logs import configure_logs
from kernel.settings import LogSettings, read_settings

# The tasks, which Celery imports next, import aiogram.
import_lean_aiogram()

_MODULES = ("tasks", "starting", "metrics", "health")

app = Celery("notifier", include=[f"notifier.{name}" for name in _MODULES])
app.config_from_object("notifier.config")


@setup_logging.connect
def set_up_logging(loglevel: int, **_: object) -> None:
    """Log our own events as other processes do; `loglevel` is for Celery's, of which each task has some."""
    configure_logs(read_settings(LogSettings))
    for library in ("celery", "kombu"):
        logging.getLogger(library).setLevel(loglevel)
