"""The Celery application of beat, of which exactly one runs. It has no tasks: their imports take 50 MB."""

from celery import Celery
from celery.signals import setup_logging

from kernel.logs import configure_logs
from kernel.settings import LogSettings, read_settings

app = Celery("notifier")
app.config_from_object("notifier.config")


@setup_logging.connect
def set_up_logging(loglevel: int, **_: object) -> None:
    configure_logs(read_settings(LogSettings), loglevel)
