"""Celery's settings, read when they are first needed."""

from typing import Final

from celery.schedules import crontab
from kombu import Exchange, Queue

from kernel.settings import RedisSettings, read_settings

broker_url = read_settings(RedisSettings).redis_url
broker_connection_retry_on_startup = True
# In this order: a code that somebody waits for goes before any alert.
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
# A worker takes what it can do now; the rest stays in the queue, where the order above holds.
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
timezone = "UTC"

_TICK: Final = 1.0  # seconds
_EXPORT: Final = 2.0
_PURGE: Final = 10.0
_SWEEP: Final = 6 * 3600.0

beat_schedule = {
    "tell-followers": {
        "task": "notifier.tell_followers",
        "schedule": _TICK,
        # A tick that nobody could take in time is made up for by the next.
        "options": {"expires": 2 * _TICK, "queue": "alerts"},
    },
    "purge": {"task": "notifier.purge", "schedule": _PURGE, "options": {"expires": _PURGE}},
    "export": {"task": "notifier.export", "schedule": _EXPORT, "options": {"expires": _EXPORT}},
    "delete-accounts": {
        "task": "notifier.delete_accounts",
        "schedule": _PURGE,
        "options": {"expires": _PURGE},
    },
    # At an hour, for what counts from beat's own start would never come where that is started every day.
    "clean": {"task": "notifier.clean", "schedule": crontab(hour="3", minute="0")},
    "clean-chats": {"task": "notifier.clean_chats", "schedule": crontab(minute="30")},
    "sweep-orphans": {"task": "notifier.sweep_orphans", "schedule": _SWEEP},
}
