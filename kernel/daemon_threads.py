"""Threads for calls that may hang, such as those to a disk: neither the caller nor the process' end waits."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any, Final, TypeVar

Result = TypeVar("Result")
_THREADS: Final = 32


class DaemonThreads:
    """Runs each call in a thread of its own, some at a time; the others wait.

    `asyncio.to_thread` shares a few threads with everybody, and joins them when the process ends: some calls
    that hang would stop all other users of it, and the end of the process.
    """

    def __init__(self, most: int = _THREADS) -> None:
        self._free = asyncio.Semaphore(most)

    async def run(self, function: Callable[[], Result]) -> Result:
        """Return what the function returns. When the caller is cancelled, the thread goes on alone."""
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        result: asyncio.Future[Result] = loop.create_future()
        thread = Thread(target=_work, args=(function, loop, partial(self._end, result)), daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the process may have no more threads
            self._free.release()
            raise
        return await result

    def _end(self, result: asyncio.Future[Result], value: Result, fault: BaseException | None) -> None:
        self._free.release()
        if result.done():
            return
        if fault:
            result.set_exception(fault)
        else:
            result.set_result(value)


def _work(
    function: Callable[[], object],
    loop: asyncio.AbstractEventLoop,
    end: Callable[[Any, BaseException | None], None],
) -> None:
    value, fault = None, None
    try:
        value = function()
    except BaseException as caught:
        fault = caught
    with suppress(RuntimeError):  # the loop was closed meanwhile
        loop.call_soon_threadsafe(end, value, fault)
