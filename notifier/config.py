"""Celery's settings, and the schedule of the periodic tasks. Reads `REDIS_URL` when it is imported."""

from typing import Final

from celery.schedules import crontab
from kombu import Exchange, Queue

from kernel.settings import RedisSettings, read_settings

broker_url = read_settings(RedisSettings).redis_url
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # without Redis, wait for ever
# Workers empty the first queue first: a person is waiting for the code.
task_queues = tuple(Queue(name, Exchange(name), routing_key=name) for name in ("codes", "alerts"))
broker_transport_options = {
    "queue_order_strategy": "priority",
    "socket_timeout": 5.0,
    "socket_connect_timeout": 1.0,
}
task_routes = {"notifier.send_one_time_code": {"queue": "codes"}}
task_default_queue = "alerts"
task_ignore_result = True
task_serializer = "json"
accept_content = ("json",)
# Tasks that a worker has prefetched would no longer be ordered by queue.
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
# Seconds after which a worker counts as stuck and ends (health.py). The next run continues where it was.
task_time_limit = 600
timezone = "UTC"

# At each of these, a notifier at rest computes for 20 ms.
_EVENTS_INTERVAL_SECONDS: Final = 2.0
_EXPORT_INTERVAL_SECONDS: Final = 5.0
_DELETION_INTERVAL_SECONDS: Final = 10.0
_ORPHAN_SWEEP_INTERVAL_SECONDS: Final = 6 * 3600.0


# At most one run of each waits in the queue.
beat_scheduler = "notifier.schedule:OneRunScheduler"
beat_schedule = {
    "handle-events": {"task": "notifier.handle_events", "schedule": _EVENTS_INTERVAL_SECONDS},
    "purge": {"task": "notifier.purge", "schedule": _DELETION_INTERVAL_SECONDS},
    "export": {"task": "notifier.export", "schedule": _EXPORT_INTERVAL_SECONDS},
    "delete-accounts": {"task": "notifier.delete_accounts", "schedule": _DELETION_INTERVAL_SECONDS},
    # At a time of day: an interval counts from the start of beat, and never ends if beat is restarted daily.
    "clean": {"task": "notifier.clean", "schedule": crontab(hour="3", minute="0")},
    "clean-chats": {"task": "notifier.clean_chats", "schedule": crontab(minute="30")},
    "sweep-orphans": {"task": "notifier.sweep_orphans", "schedule": _ORPHAN_SWEEP_INTERVAL_SECONDS},
}
