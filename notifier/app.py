"""The Celery application of any number of `celery -A notifier.app worker`. beat.py has beat's."""

import gc

from celery import Celery
from celery.signals import setup_logging, worker_before_create_process

from kernel.lean_aiogram import import_lean_aiogram
from kernel.logs import configure_logs
from kernel.settings import LogSettings, read_settings

# The tasks, which Celery imports next, import aiogram.
import_lean_aiogram()

app = Celery("notifier", include=["notifier.tasks", "notifier.starting"])
app.config_from_object("notifier.config")


@setup_logging.connect
def set_up_logging(loglevel: int, **_: object) -> None:
    configure_logs(read_settings(LogSettings), loglevel)


@worker_before_create_process.connect
def share_memory(**_: object) -> None:
    """Exclude what is loaded from collection, which would write to it and so copy it for each process."""
    gc.collect()
    gc.freeze()
