"""Metrics of a worker's parent process: the counts of its child processes, and the notifier's queues."""

from datetime import timedelta

from celery.signals import worker_init

from kernel.monitoring.queues import QueueCollector
from kernel.monitoring.registry import SERVED, delete_counts_of_former_processes
from kernel.settings import AlertSettings, DatabaseSettings, read_settings
from notifier.waiting import waiting_in_notifier


@worker_init.connect
def begin_metrics(**_: object) -> None:
    """Begin before there are child processes."""
    delete_counts_of_former_processes()
    delay = timedelta(seconds=read_settings(AlertSettings).alert_delay)
    url = read_settings(DatabaseSettings).database_url
    SERVED.register(QueueCollector(url, waiting_in_notifier(delay)))
