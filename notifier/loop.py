"""The event loops of a worker, one for each thread that runs tasks; closed when the worker ends."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from celery.signals import worker_process_shutdown, worker_shutdown

from notifier.worker import Worker, open_worker


class WorkerLoop:
    """The loop in which all tasks of a thread run: connections belong to the loop that opened them.

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
_of_thread = threading.local()


@worker_process_shutdown.connect
@worker_shutdown.connect
def stop(**_: object) -> None:
    """Close the connections and the loops of this process, whose threads have no task left."""
    while _loops:
        _loops.pop().close()


def run(job: Callable[[Worker], Awaitable[None]]) -> None:
    """Run a job in the loop of this thread, which the first one creates, and wait until it is done."""
    if not hasattr(_of_thread, "loop"):
        _of_thread.loop = WorkerLoop()
        _loops.append(_of_thread.loop)
    _of_thread.loop.run(job)
