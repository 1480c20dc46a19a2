"""A pool of worker processes, which replaces those that died."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from kernel.workers.fork_client import ForkServer, Worker
from kernel.workers.frames import Work, packed

_WORKERS: Final = 2
# Lexers and parsers limit their own time, but a regular expression with catastrophic backtracking does not.
_CPU_SECONDS: Final = 4.0
# The kernel ends a worker by its processor time long before, unless the machine is overloaded.
_TIMEOUT_SECONDS: Final = 15.0


class WorkerDied(Exception):
    """The worker exceeded its limits of time or memory, was killed, or could not be started."""


class WorkerPool:
    """Runs work in `workers` processes. One of them is always left for small work."""

    def __init__(self, module: str, *, workers: int = _WORKERS, seconds: float = _CPU_SECONDS) -> None:
        """`module` has a function `warm_up`, which loads what the workers need.

        One piece of work may take `seconds` of processor time.
        """
        self._idle: list[Worker] = []
        self._slots = asyncio.Semaphore(workers)
        self._large_slots = asyncio.Semaphore(max(workers - 1, 1))
        self._server = ForkServer(module, seconds)

    async def start(self) -> None:
        """Start the first worker, which loads in the background; work that comes earlier waits for it."""
        with suppress(OSError):
            self._idle.append(await self._server.worker())

    async def run(self, work: Work, *, is_large: bool = False) -> list[bytes]:
        """Return what the function returns. Raises WorkerDied, and WorkFailed where the work raised."""
        if not is_large:
            return await self._run(work)
        async with self._large_slots:
            return await self._run(work, is_last=True)

    async def stop(self) -> None:
        while self._idle:
            self._idle.pop().dismiss()
        await self._server.stop()

    async def _run(self, work: Work, *, is_last: bool = False) -> list[bytes]:
        """Run a piece of work. After the last one, the worker ends, which frees the memory that it took."""
        async with self._slots, self._worker(is_last=is_last) as worker, asyncio.timeout(_TIMEOUT_SECONDS):
            return await worker.do(packed(work))

    @asynccontextmanager
    async def _worker(self, *, is_last: bool) -> AsyncIterator[Worker]:
        try:
            worker = await self._idle_or_new()
        except OSError as fault:
            raise WorkerDied(f"no worker can be started: {fault}") from fault
        is_reusable = False
        try:
            yield worker
            is_reusable = not is_last
        except (OSError, EOFError, TimeoutError) as fault:
            raise WorkerDied(repr(fault)) from fault
        finally:
            # A worker that was cancelled during its work would return that result for the next work.
            if is_reusable:
                self._idle.append(worker)
            else:
                worker.dismiss()

    async def _idle_or_new(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
            worker.dismiss()
        return await self._server.worker()
