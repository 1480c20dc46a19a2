"""The event loop of a worker process: created after the fork, closed when the process ends."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from celery.signals import worker_process_init, worker_process_shutdown

from notifier.worker import Worker, open_worker


class WorkerLoop:
    """The loop in which all tasks of a process run: connections belong to the loop that opened them.

    They are opened by the first task.
    """

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._worker: Worker | None = None

    def run(self, job: Callable[[Worker], Awaitable[None]]) -> None:
        self._runner.run(self._run(job))

    def close(self) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()

    async def _run(self, job: Callable[[Worker], Awaitable[None]]) -> None:
        if self._worker is None:
            self._worker = await self._stack.enter_async_context(open_worker())
        await job(self._worker)


_loops: list[WorkerLoop] = []


@worker_process_init.connect
def start(**_: object) -> None:
    """Create the loop of this process."""
    _loops.append(WorkerLoop())


@worker_process_shutdown.connect
def stop(**_: object) -> None:
    """Close the connections and the loop of this process."""
    while _loops:
        _loops.pop().close()


def run(job: Callable[[Worker], Awaitable[None]]) -> None:
    """Run a job in this process' loop, and wait until it is done."""
    _loops[-1].run(job)
