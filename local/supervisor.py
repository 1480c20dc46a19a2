"""A supervisor that starts parts in layers, watches them, and stops them in reverse order."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from local.errors import PartEnded

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Part(Protocol):
    """A server or a service, as a child process. `start` returns when it is ready."""

    @property
    def name(self) -> str: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def wait(self) -> None: ...
    def kill(self) -> None: ...
    def last_lines(self) -> str: ...


class Supervisor:
    """Runs parts until SIGINT, SIGTERM or SIGHUP, or until a part ends. A signal during the stop kills all.

    `on_stop` is called if a signal begins the stop.
    """

    def __init__(self, on_stop: Callable[[], None]) -> None:
        self._on_stop = on_stop
        self._layers: list[tuple[Part, ...]] = []
        self._watches: list[asyncio.Task[None]] = []
        self._finished: asyncio.Future[PartEnded | None] = asyncio.get_running_loop().create_future()

    async def run(self, startup: Coroutine[Any, Any, None]) -> None:
        """Run `startup`, which starts the parts, and return once a signal has come and all parts are stopped.

        Raises PartEnded when a part ended by itself, and any error of `startup`, with all parts stopped.
        """
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._handle_signal)
        task = asyncio.create_task(startup)
        try:
            either: set[asyncio.Future[Any]] = {task, self._finished}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
            error = await self._finished
            if error:
                raise error
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._stop()
            for number in _SIGNALS:
                loop.remove_signal_handler(number)

    async def start(self, *parts: Part) -> None:
        """Start a layer of parts together and wait until all are ready. They are also stopped together.

        Raises the error of the first part that fails.
        """
        self._layers.append(parts)
        await run_together(*(part.start() for part in parts))
        self._watches.extend(asyncio.create_task(self._watch(part)) for part in parts)

    async def _watch(self, part: Part) -> None:
        await part.wait()
        if not self._finished.done():
            self._finished.set_result(PartEnded(part.name, part.last_lines()))

    async def _stop(self) -> None:
        for watch in self._watches:
            watch.cancel()
        while self._layers:
            await asyncio.gather(*(part.stop() for part in self._layers[-1]))
            self._layers.pop()

    def _handle_signal(self) -> None:
        if self._finished.done():
            for part in (part for layer in self._layers for part in layer):
                part.kill()
        else:
            self._on_stop()
            self._finished.set_result(None)


async def run_together(*jobs: Coroutine[Any, Any, None]) -> None:
    """Wait for all jobs. The first that fails cancels the others, and its error is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(job)
    except ExceptionGroup as several:
        raise several.exceptions[0] from None
