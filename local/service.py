"""A service of `make run` as a child process. It logs `ready`, and its output is shown under its name."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final

from kernel.parent_death import ending_with_parent
from local.errors import PartEnded

_STOP_TIMEOUT_SECONDS = 8.0
_OUTPUT_TIMEOUT_SECONDS = 1.0  # for the last output of an ended service
_LINE_LIMIT_BYTES: Final = 1 << 20
# structlog's event `ready`, as console text or JSON, or a bare line.
_READY: Final = re.compile(r'(?:^|\] |"event": ?")ready\b')

Show = Callable[[str, str], None]


class Service:
    """A Python process that ends when the thread that started it ends (see `end_with_parent`)."""

    def __init__(self, name: str, *arguments: str, show: Show, settings: Mapping[str, str] = {}) -> None:
        """`arguments` are those of Python; `show` receives the name and each line.

        `settings` are environment variables beside those of this process.
        """
        self.name = name
        self._arguments = arguments
        self._show = show
        self._settings = settings
        self._last_lines: deque[str] = deque(maxlen=10)
        self._ready_line: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._process: Process | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def ready_line(self) -> str:
        """The line with which the service reported that it is ready."""
        return self._ready_line.result()

    @property
    def pid(self) -> int | None:
        """The process id, or None before the start."""
        return self._process.pid if self._process else None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start the service and wait until it is ready. Raises PartEnded."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._arguments,
            env=os.environ | dict(self._settings),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            limit=_LINE_LIMIT_BYTES,
            preexec_fn=ending_with_parent(),
            # Ctrl-C in the terminal is for the parent only, which stops its children in order.
            start_new_session=True,
        )
        self._reading = asyncio.create_task(self._read_lines(self._process))
        ending = asyncio.create_task(self.wait())
        try:
            first: set[asyncio.Future[Any]] = {self._ready_line, ending}
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ending.cancel()
        if not self._ready_line.done():
            raise PartEnded(self.name, self.last_lines())

    async def stop(self) -> None:
        """Terminate the process, and kill it if it has not ended after eight seconds."""
        if self._process is None:
            return
        if self.is_running:
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _STOP_TIMEOUT_SECONDS)
        except TimeoutError:
            self.kill()
        await self.wait()

    def kill(self) -> None:
        if self._process is not None and self.is_running:
            self._process.kill()

    async def wait(self) -> None:
        """Wait until the process has ended, for whatever reason, and its lines are shown."""
        if self._process is not None and self._reading is not None:
            await self._process.wait()
            # Child processes that it left behind may keep the pipe open.
            await asyncio.wait({self._reading}, timeout=_OUTPUT_TIMEOUT_SECONDS)

    def last_lines(self) -> str:
        """Return the last ten lines of output."""
        return "\n".join(self._last_lines)

    async def _read_lines(self, process: Process) -> None:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:  # a line over the limit is not shown
                continue
            if not line:
                return
            self._handle_line(line.decode(errors="replace").rstrip())

    def _handle_line(self, line: str) -> None:
        self._last_lines.append(line)
        self._show(self.name, line)
        if _READY.search(line) and not self._ready_line.done():
            self._ready_line.set_result(line)
