"""A pool of worker processes for work on untrusted texts, such as rendering. Dead workers are replaced."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from kernel.workers.fork_client import ForkServer, Worker
from kernel.workers.frames import Work, pack_work

_WORKERS: Final = 2
# Lexers and parsers limit their own time, but a regular expression with catastrophic backtracking does not.
_CPU_SECONDS: Final = 4.0
# The kernel ends a worker by its processor time long before, unless the machine is overloaded.
_TIMEOUT_SECONDS: Final = 15.0


class WorkerDied(Exception):
    """The worker exceeded its limits of time or memory, was killed, or could not be started."""


class WorkerPool:
    """Runs work in at most `workers` processes, of which large work leaves one for small work."""

    def __init__(self, module: str, *, workers: int = _WORKERS, seconds: float = _CPU_SECONDS) -> None:
        """`module` has a function `warm_up`, which loads what the workers need.

        One piece of work may take `seconds` of processor time.
        """
        self._idle: list[Worker] = []
        self._slots = asyncio.Semaphore(workers)
        self._large_slots = asyncio.Semaphore(max(workers - 1, 1))
        self._server = ForkServer(module, seconds)

    async def start(self) -> None:
        """Start the first worker, which loads in the background; work that comes earlier waits for it.

        A failure is ignored: the first work then tries again.
        """
        with suppress(OSError):
            self._idle.append(await self._server.fork_worker())

    async def run(self, work: Work, *, is_large: bool = False) -> list[bytes]:
        """Return what the function returns. After large work, the worker ends, which frees its memory.

        Raises WorkerDied, or WorkFailed where the function raised.
        """
        if not is_large:
            return await self._run(work)
        async with self._large_slots:
            return await self._run(work, ends_worker=True)

    async def stop(self) -> None:
        while self._idle:
            self._idle.pop().close()
        await self._server.stop()

    async def _run(self, work: Work, *, ends_worker: bool = False) -> list[bytes]:
        async with self._slots, self._worker(ends_worker) as worker, asyncio.timeout(_TIMEOUT_SECONDS):
            return await worker.do(pack_work(work))

    @asynccontextmanager
    async def _worker(self, ends: bool) -> AsyncIterator[Worker]:
        try:
            worker = await self._idle_or_new()
        except OSError as fault:
            raise WorkerDied(f"no worker can be started: {fault}") from fault
        is_reusable = False
        try:
            yield worker
            is_reusable = not ends
        except (OSError, EOFError, TimeoutError) as fault:
            raise WorkerDied(repr(fault)) from fault
        finally:
            # A worker that was cancelled during its work would return that result for the next work.
            if is_reusable:
                self._idle.append(worker)
            else:
                worker.close()

    async def _idle_or_new(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
            worker.close()
        return await self._server.fork_worker()
