"""Hands work to workers, and gets new ones for those that died of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from kernel.workers.fork_client import ForkServer, Worker
from kernel.workers.frames import Work, packed

_WORKERS: Final = 2
# Lexers and parsers look at the clock themselves; but one evil regular expression looks at nothing.
_SECONDS: Final = 4.0  # of a processor
# A worker is ended by the kernel long before: this is for a machine that has no time for it.
_PATIENCE: Final = 15.0  # seconds


class WorkerDied(Exception):
    """It took too long, or too much, or somebody ended it. Or none could be had."""


class WorkerPool:
    """What is large takes turns among its kind: one worker is always left for what is small."""

    def __init__(self, module: str, *, workers: int = _WORKERS, seconds: float = _SECONDS) -> None:
        """`module` has a function `warm_up`, which loads what the workers need.

        One piece of work may take `seconds` of a processor.
        """
        self._idle: list[Worker] = []
        self._turns = asyncio.Semaphore(workers)
        self._turns_of_large = asyncio.Semaphore(max(workers - 1, 1))
        self._server = ForkServer(module, seconds)

    async def start(self) -> None:
        """Loading goes on behind; who comes earlier waits for it."""
        with suppress(OSError):
            self._idle.append(await self._server.worker())

    async def run(self, work: Work, *, is_large: bool = False) -> list[bytes]:
        """Return what the function returns. Raises WorkerDied, and WorkFailed where the work raised."""
        if not is_large:
            return await self._run(work)
        async with self._turns_of_large:
            return await self._run(work, is_last=True)

    async def stop(self) -> None:
        while self._idle:
            self._idle.pop().dismiss()
        await self._server.stop()

    async def _run(self, work: Work, *, is_last: bool = False) -> list[bytes]:
        """`is_last`: of this worker, because the memory that it took comes back with its end only."""
        async with self._turns, self._worker(is_last=is_last) as worker, asyncio.timeout(_PATIENCE):
            return await worker.do(packed(work))

    @asynccontextmanager
    async def _worker(self, *, is_last: bool) -> AsyncIterator[Worker]:
        try:
            worker = await self._idle_or_new()
        except OSError as fault:
            raise WorkerDied(f"none can be had: {fault}") from fault
        is_fit = False
        try:
            yield worker
            is_fit = not is_last
        except (OSError, EOFError, TimeoutError) as fault:
            raise WorkerDied(repr(fault)) from fault
        finally:
            # One that was left in the middle of its work would give the next one a wrong result.
            if is_fit:
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
