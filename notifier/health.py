"""Health of a Celery worker: whether its threads take and finish tasks, and whether it reads its queues."""

import time
from collections.abc import Collection
from contextlib import ExitStack
from typing import Any, Final, Protocol

from celery import Task, bootsteps
from celery.signals import task_postrun, task_prerun, task_received
from celery.worker import state
from redis import Redis

from kernel.monitoring.health import Checks
from kernel.monitoring.server import CannotMonitor, monitoring
from kernel.monitoring.watchdog import ending_when_unhealthy
from kernel.settings import MonitoringSettings, read_settings
from notifier.app import app

# A thread that has nothing to do takes a task in milliseconds.
_MAX_WAIT_SECONDS: Final = 15.0
# Beat queues a task each two seconds.
_MAX_PAUSE_SECONDS: Final = 60.0
_REDIS_TIMEOUT_SECONDS: Final = 2.0


class Received(Protocol):
    """A task that was read from its queue."""

    @property
    def id(self) -> str: ...


class TaskFlow:
    """Follows tasks from the queues in Redis to the worker's threads, of which there are `threads`.

    `reserved`: the tasks that Celery has read and that are not done; without those that are to run later, and
    those that it has dropped because the connection to Redis was lost. Times are those of `time.monotonic`.
    """

    def __init__(
        self,
        threads: int,
        reserved: Collection[Received] = state.reserved_requests,
        max_wait_seconds: float = _MAX_WAIT_SECONDS,
    ) -> None:
        self._threads = threads
        self._max_wait = max_wait_seconds
        self._reserved = reserved
        self._received_at = time.monotonic()
        self._waiting: dict[str, float] = {}
        self._running: dict[str, tuple[Task[Any, Any], float]] = {}
        self._redis = Redis.from_url(
            str(app.conf.broker_url),
            socket_timeout=_REDIS_TIMEOUT_SECONDS,
            socket_connect_timeout=_REDIS_TIMEOUT_SECONDS,
        )
        task_received.connect(self._receive, weak=False)
        task_prerun.connect(self._begin, weak=False)
        task_postrun.connect(self._end, weak=False)

    def problem_of_tasks(self) -> str | None:
        """Return whether a task takes longer than its limit, or waits although a thread has nothing to do."""
        for task, since in list(self._running.values()):
            limit = task.time_limit or app.conf.task_time_limit
            if problem := _too_long(f"{task.name} has been running", since, limit):
                return problem
        now = time.monotonic()
        # Several threads ask for health.
        self._waiting = waiting = {task: self._waiting.get(task, now) for task in self._waiting_tasks()}
        if not waiting or self._is_busy:
            return None
        return _too_long("no thread takes a task, which has waited", min(waiting.values()), self._max_wait)

    def problem_of_queues(self) -> str | None:
        """Return whether tasks wait in Redis, and are not read although a thread has nothing to do."""
        if self._is_busy or not self._tasks_wait():
            return None
        return _too_long("no task has been read", self._received_at, _MAX_PAUSE_SECONDS)

    def ping(self) -> None:
        """Raises RedisError."""
        self._redis.ping()

    def _waiting_tasks(self) -> set[str]:
        while True:
            try:
                return {request.id for request in self._reserved} - self._running.keys()
            except RuntimeError:  # another thread has changed them meanwhile
                continue

    def _receive(self, **_: object) -> None:
        self._received_at = time.monotonic()

    def _begin(self, task_id: str, task: Task[Any, Any], **_: object) -> None:
        self._running[task_id] = (task, time.monotonic())

    def _end(self, task_id: str, **_: object) -> None:
        self._running.pop(task_id, None)

    @property
    def _is_busy(self) -> bool:
        return len(self._running) >= self._threads

    def _tasks_wait(self) -> bool:
        try:
            return any(self._redis.llen(queue.name) for queue in app.conf.task_queues)
        except Exception:  # without Redis, nothing can be read; the worker waits for it
            return False


def _too_long(what: str, since: float, most: float) -> str | None:
    seconds = time.monotonic() - since
    return f"{what} for {seconds:.0f} s" if seconds > most else None


class MonitoringStep(bootsteps.StartStopStep):
    """Health and metrics of a worker, from before it connects to Redis until it ends."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self._stack = ExitStack()

    def start(self, worker: Any) -> None:
        settings, checks = read_settings(MonitoringSettings), Checks()
        flow = TaskFlow(worker.pool.num_processes)
        checks.alive.add("tasks", flow.problem_of_tasks)
        checks.alive.add("queues", flow.problem_of_queues)
        checks.ready.add("Redis", flow.ping)
        try:
            self._stack.enter_context(monitoring(settings, checks.alive, checks.ready))
        except CannotMonitor as fault:
            raise SystemExit(f"MONITORING_HOST and MONITORING_PORT: {fault}. Set others.") from fault
        self._stack.enter_context(ending_when_unhealthy(settings, checks.alive))

    def stop(self, _worker: Any) -> None:
        self._stack.close()

    def terminate(self, _worker: Any) -> None:
        self._stack.close()


app.steps["worker"].add(MonitoringStep)
