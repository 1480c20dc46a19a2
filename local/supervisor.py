"""Starts parts in layers, watches over them, and stops them in the opposite order."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from local.errors import PartEnded

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Part(Protocol):
    @property
    def name(self) -> str: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def ended(self) -> None: ...
    def kill(self) -> None: ...
    def last_words(self) -> str: ...


class Supervisor:
    """Ends on SIGINT, SIGTERM or SIGHUP, and when a part ends by itself. A second signal hurries it."""

    def __init__(self, on_stop: Callable[[], None]) -> None:
        self._on_stop = on_stop
        self._layers: list[tuple[Part, ...]] = []
        self._watches: list[asyncio.Task[None]] = []
        self._over: asyncio.Future[PartEnded | None] = asyncio.get_running_loop().create_future()

    async def run(self, opening: Coroutine[Any, Any, None]) -> None:
        """`opening` starts the parts. Returns after a signal, with everything stopped; likewise raises.

        Raises PartEnded when a part ended by itself, and what `opening` raised.
        """
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._asked_to_stop)
        task = asyncio.create_task(opening)
        try:
            first: set[asyncio.Future[Any]] = {task, self._over}
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
            ended = await self._over
            if ended:
                raise ended
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._stop()
            for number in _SIGNALS:
                loop.remove_signal_handler(number)

    async def start(self, *parts: Part) -> None:
        """A layer: started together, stopped together. Returns when all are ready."""
        self._layers.append(parts)
        await together(*(part.start() for part in parts))
        self._watches.extend(asyncio.create_task(self._watch(part)) for part in parts)

    async def _watch(self, part: Part) -> None:
        await part.ended()
        if not self._over.done():
            self._over.set_result(PartEnded(part.name, part.last_words()))

    async def _stop(self) -> None:
        for watch in self._watches:
            watch.cancel()
        while self._layers:
            await asyncio.gather(*(part.stop() for part in self._layers[-1]))
            self._layers.pop()

    def _asked_to_stop(self) -> None:
        if self._over.done():
            for part in (part for layer in self._layers for part in layer):
                part.kill()
        else:
            self._on_stop()
            self._over.set_result(None)


async def together(*jobs: Coroutine[Any, Any, None]) -> None:
    """Returns when all are done. The first that fails ends the others, and its error is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(job)
    except ExceptionGroup as several:
        raise several.exceptions[0] from None
