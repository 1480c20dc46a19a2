"""Threads for calls that may hang, such as those to a disk: a hanging one can be cancelled."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, TypeVar

Result = TypeVar("Result")
_THREADS: Final = 32
_IDLE_SECONDS: Final = 5.0


class DaemonThreads:
    """A pool of daemon threads. At most `most` calls run at a time; idle threads end after five seconds.

    `asyncio.to_thread` has a few threads for the whole process, and joins them when the process ends: a few
    calls that hang would block all of its other users, and the end of the process.
    """

    def __init__(self, most: int = _THREADS) -> None:
        self._free = asyncio.Semaphore(most)
        self._calls: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._lock = Lock()
        self._idle = 0
        """The number of threads that wait for a call, less the calls in the queue."""

    async def run(self, function: Callable[[], Result]) -> Result:
        """Return what the function returns. If the caller is cancelled, the call still runs to its end.

        Raises what the function raises, or RuntimeError where the process can start no more threads.
        """
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        result: asyncio.Future[Result] = loop.create_future()
        try:
            self._enqueue(partial(self._call, function, loop, partial(self._end, result)))
        except RuntimeError:  # the process can start no more threads
            self._free.release()
            raise
        return await result

    def _enqueue(self, call: Callable[[], None]) -> None:
        with self._lock:
            if self._idle:
                self._idle -= 1
            else:
                Thread(target=self._work, daemon=True).start()
            self._calls.put(call)

    def _work(self) -> None:
        while True:
            try:
                call = self._calls.get(timeout=_IDLE_SECONDS)
            except Empty:
                with self._lock:
                    if self._idle:
                        self._idle -= 1
                        return
            else:
                call()

    def _call(
        self,
        function: Callable[[], object],
        loop: asyncio.AbstractEventLoop,
        end: Callable[[Any, BaseException | None], None],
    ) -> None:
        value, fault = None, None
        try:
            value = function()
        except BaseException as caught:
            fault = caught
        with self._lock:
            self._idle += 1
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(end, value, fault)

    def _end(self, result: asyncio.Future[Result], value: Result, fault: BaseException | None) -> None:
        self._free.release()
        if result.done():
            return
        if fault:
            result.set_exception(fault)
        else:
            result.set_result(value)
