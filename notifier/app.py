"""The Celery application. Run any number of `celery -A notifier.app worker`, and one `… beat`."""

import logging

from kernel.monitoring.shared_folder import create_shared_folder

create_shared_folder()

from celery import Celery
from celery.signals import setup_logging

from kernel.lean_aiogram import import_lean_aiogram
from kernel.logs import configure_logs
from kernel.settings import LogSettings, read_settings

# The tasks, which Celery imports next, import aiogram.
import_lean_aiogram()

app = Celery(
    "notifier", include=["notifier.tasks", "notifier.starting", "notifier.metrics", "notifier.health"]
)
app.config_from_object("notifier.config")


@setup_logging.connect
def set_up_logging(loglevel: int, **_: object) -> None:
    """Log our own events as other processes do; `loglevel` is for Celery's, of which each task has some."""
    configure_logs(read_settings(LogSettings))
    for library in ("celery", "kombu"):
        logging.getLogger(library).setLevel(loglevel)
