"""A Celery worker of the notifier, in a process group of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.patience import PATIENCE

_OPTIONS = (
    *("--beat", "--pool=threads", "--concurrency=1", "--loglevel=INFO"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
)


class NotifierProcess:
    """A worker that is ready inside of `async with` and gone after it."""

    def __init__(self, environment: Mapping[str, str], folder: Path, app: str = "notifier.app") -> None:
        self._command = (sys.executable, "-m", "celery", "-A", app, "worker", *_OPTIONS)
        self._environment = os.environ | dict(environment)
        self._schedule = folder / "beat"
        self._log = folder / "notifier.log"
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            f"--schedule={self._schedule}",
            env=self._environment,
            cwd=Path(__file__).parent.parent,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        await asyncio.wait_for(self._is_ready(), 2 * PATIENCE)
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._process and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), 10)
            except TimeoutError:
                await self.kill()

    async def kill(self) -> None:
        """Kill the worker and all its children, as a power cut would."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def ends(self) -> int:
        """Return the exit code, once it has ended by itself."""
        assert self._process is not None
        async with asyncio.timeout(2 * PATIENCE):
            # `wait` waits for the output, too, which beat still has.
            while (code := self._process.returncode) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        os.killpg(self._process.pid, signal.SIGKILL)
        return code

    async def _is_ready(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        said = []
        async for line in self._process.stdout:
            said.append(line.decode())
            if " ready." in said[-1]:
                self._reading = asyncio.create_task(self._keep_log(self._process.stdout))
                return
        raise AssertionError("the worker ended:\n" + "".join(said))

    async def _keep_log(self, output: asyncio.StreamReader) -> None:
        """Read the output all the time: a full pipe would block the worker."""
        with self._log.open("ab") as log:
            async for line in output:
                log.write(line)
                log.flush()

    @property
    def log(self) -> str:
        return self._log.read_text()
