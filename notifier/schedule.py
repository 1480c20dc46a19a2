"""Beat's scheduler: a task of which a run already waits in the queue is not queued again.

So a notifier that is down for days finds one run of each task, and does not fill Redis.
"""

import json
from functools import cached_property
from typing import Any, Final, cast

from celery.beat import PersistentScheduler, ScheduleEntry
from redis import Redis
from redis.exceptions import RedisError

_TIMEOUT_SECONDS: Final = 5.0


class OneRunScheduler(PersistentScheduler):
    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        if not self._is_waiting(entry):
            super().apply_entry(entry, producer)

    def _is_waiting(self, entry: ScheduleEntry) -> bool:
        queue = (entry.options or {}).get("queue") or self.app.conf.task_default_queue
        try:
            messages = cast("list[bytes]", self._redis.lrange(queue, 0, -1))
        except RedisError:
            return False  # to queue it fails as well, which Celery logs
        return any(json.loads(message)["headers"]["task"] == entry.task for message in messages)

    @cached_property
    def _redis(self) -> Redis:
        timeouts = {"socket_timeout": _TIMEOUT_SECONDS, "socket_connect_timeout": _TIMEOUT_SECONDS}
        return Redis.from_url(self.app.conf.broker_url, **timeouts)
