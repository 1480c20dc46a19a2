"""Metrics of the notifier's queues, beside those that its tasks count."""

from datetime import timedelta

from celery.signals import worker_init
from prometheus_client import REGISTRY

from kernel.monitoring.queues import QueueCollector
from kernel.settings import AlertSettings, DatabaseSettings, read_settings
from notifier.waiting import waiting_in_notifier


@worker_init.connect
def add_queues(**_: object) -> None:
    delay = timedelta(seconds=read_settings(AlertSettings).alert_delay)
    url = read_settings(DatabaseSettings).database_url
    REGISTRY.register(QueueCollector(url, waiting_in_notifier(delay)))
