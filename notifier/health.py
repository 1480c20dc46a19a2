"""Health of a Celery worker: whether its child processes take tasks, and whether it reads its queues."""

import time
from contextlib import ExitStack
from typing import Any, Final

from celery.signals import task_received, worker_ready, worker_shutdown
from celery.worker import state
from celery.worker.request import Request
from redis import Redis

from kernel.monitoring.health import Health
from kernel.monitoring.server import CannotMonitor, monitoring
from kernel.monitoring.watchdog import ending_when_unhealthy
from kernel.settings import MonitoringSettings, read_settings
from notifier.app import app

# A child process that has nothing to do takes a task in milliseconds. One that works for too long is killed
# by Celery (`task_time_limit`).
_MAX_WAIT_SECONDS: Final = 15.0
# Beat queues a task each two seconds.
_MAX_PAUSE_SECONDS: Final = 60.0
_REDIS_TIMEOUT_SECONDS: Final = 2.0


class TaskFlow:
    """Follows tasks from the queues in Redis to the child processes, of which there are `processes`."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._received_at = time.monotonic()
        self._received: dict[str, tuple[Request, float]] = {}
        url = str(app.conf.broker_url)
        self._redis = Redis.from_url(
            url, socket_timeout=_REDIS_TIMEOUT_SECONDS, socket_connect_timeout=_REDIS_TIMEOUT_SECONDS
        )

    def receive(self, request: Request, **_: object) -> None:
        """Note a task that the worker has read from its queue. A receiver of `task_received`."""
        self._received_at = time.monotonic()
        self._received[request.id] = (request, self._received_at)

    def problem_of_children(self) -> str | None:
        """Return whether a task waits although not all child processes work."""
        for task, (request, _) in list(self._received.items()):
            if request.acknowledged:  # a child process has taken it, or it has expired
                del self._received[task]
        oldest = min((at for _, at in self._received.values()), default=None)
        if oldest is None or len(state.active_requests) >= self._processes:
            return None
        return _too_long("no child process takes a task", oldest, _MAX_WAIT_SECONDS)

    def problem_of_queues(self) -> str | None:
        """Return whether tasks wait in Redis, and are not read although not all child processes work."""
        if len(state.active_requests) >= self._processes or not self._tasks_wait():
            return None
        return _too_long("no task is read from the queues", self._received_at, _MAX_PAUSE_SECONDS)

    def ping(self) -> None:
        """Raises RedisError."""
        self._redis.ping()

    def _tasks_wait(self) -> bool:
        try:
            return any(self._redis.llen(queue.name) for queue in app.conf.task_queues)
        except Exception:  # without Redis, nothing can be read; the worker waits for it
            return False


def _too_long(what: str, since: float, most: float) -> str | None:
    seconds = time.monotonic() - since
    return f"{what} for {seconds:.0f} s" if seconds > most else None


_stack: Final = ExitStack()


@worker_ready.connect
def begin(sender: Any, **_: object) -> None:
    """Serve health and metrics from now on: the child processes, which must not have the port, are there."""
    settings = read_settings(MonitoringSettings)
    flow, alive, ready = TaskFlow(sender.pool.num_processes), Health(), Health()
    task_received.connect(flow.receive, weak=False)
    alive.add("child processes", flow.problem_of_children)
    alive.add("queues", flow.problem_of_queues)
    ready.add("Redis", flow.ping)
    try:
        _stack.enter_context(monitoring(settings, alive, ready))
    except CannotMonitor as fault:
        raise SystemExit(f"MONITORING_HOST and MONITORING_PORT: {fault}. Set others.") from fault
    _stack.enter_context(ending_when_unhealthy(settings, alive))


@worker_shutdown.connect
def end(**_: object) -> None:
    """Stop serving."""
    _stack.close()
