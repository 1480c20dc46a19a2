"""A Python process of ours: it says when it is ready, and its lines are shown under its name."""

import asyncio
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from kernel.parent_death import ending_with_parent
from local.errors import PartEnded

_GRACE = 8.0  # seconds that a service has to stop
_LAST_OUTPUT = 1.0  # seconds to read what an ended service still had to say
_LONGEST_LINE: Final = 1 << 20  # bytes
# structlog's event `ready`, for eyes and as JSON, or a bare line.
_READY: Final = re.compile(r'(?:^|\] |"event": ?")ready\b')

Show = Callable[[str, str], None]


class Service:
    """Start it from a thread that lasts: the process ends with that thread (see `end_with_parent`)."""

    def __init__(self, name: str, *arguments: str, show: Show) -> None:
        """`arguments` are Python's; `show` is given the name and a line."""
        self.name = name
        self._arguments = arguments
        self._show = show
        self._last: deque[str] = deque(maxlen=10)
        self._ready_line: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._process: Process | None = None
        self._listening: asyncio.Task[None] | None = None

    @property
    def ready_line(self) -> str:
        """What it said when it was ready."""
        return self._ready_line.result()

    @property
    def pid(self) -> int | None:
        """None before it has been started."""
        return self._process.pid if self._process else None

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Returns when the service has said that it is ready. Raises PartEnded."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._arguments,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            limit=_LONGEST_LINE,
            preexec_fn=ending_with_parent(),
            # Ctrl-C in the terminal is for the launcher, which stops its services in order.
            start_new_session=True,
        )
        self._listening = asyncio.create_task(self._listen(self._process))
        ending = asyncio.create_task(self.ended())
        try:
            first: set[asyncio.Future[Any]] = {self._ready_line, ending}
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ending.cancel()
        if not self._ready_line.done():
            raise PartEnded(self.name, self.last_words())

    async def stop(self) -> None:
        if self._process is None:
            return
        if self.runs:
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _GRACE)
        except TimeoutError:
            self.kill()
        await self.ended()

    def kill(self) -> None:
        if self._process is not None and self.runs:
            self._process.kill()

    async def ended(self) -> None:
        """Returns when the process has ended, whoever ended it, and its lines are shown."""
        if self._process is not None and self._listening is not None:
            await self._process.wait()
            # Processes that it has left behind may keep the pipe open.
            await asyncio.wait({self._listening}, timeout=_LAST_OUTPUT)

    def last_words(self) -> str:
        return "\n".join(self._last)

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:  # a line over the limit is left out
                continue
            if not line:
                return
            self._hear(line.decode(errors="replace").rstrip())

    def _hear(self, line: str) -> None:
        self._last.append(line)
        self._show(self.name, line)
        if _READY.search(line) and not self._ready_line.done():
            self._ready_line.set_result(line)
