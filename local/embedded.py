"""The base of the embedded servers (Postgres, Redis): a child process with a data folder."""

import asyncio
import secrets
import signal
from abc import ABC, abstractmethod
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from kernel.parent_death import ending_with_parent
from local.errors import CannotRun
from local.ports import free_port

_TIMEOUT_SECONDS = 10.0  # for a start and for a stop
_POLL_INTERVAL_SECONDS = 0.02  # while a server starts


class EmbeddedServer(ABC):
    """A server on a loopback port, with a password; both stay the same when it restarts.

    The server ends when the thread that started it ends (see `end_with_parent`).
    """

    name: str
    stop_signal: ClassVar[signal.Signals]

    def __init__(self, folder: Path) -> None:
        """`folder` is created on start, accessible to its owner only."""
        self.folder = folder.resolve()
        self.port = free_port()
        self.password = secrets.token_urlsafe(24)
        self._process: Process | None = None

    @property
    @abstractmethod
    def url(self) -> str: ...

    @abstractmethod
    async def _prepare(self) -> Sequence[str]:
        """Prepare the folder and return the server's command. Raises CannotRun."""

    @abstractmethod
    async def _is_ready(self, pid: int) -> bool: ...

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Start the server and wait until it serves clients. Raises CannotRun."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        command = await self._prepare()
        with self.log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=ending_with_parent(self.stop_signal),
                # Ctrl-C in the terminal is for the parent only, which stops its children in order.
                start_new_session=True,
            )
        try:
            await self._wait_until_ready(self._process)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.send_signal(self.stop_signal)
        try:
            await asyncio.wait_for(self._process.wait(), _TIMEOUT_SECONDS)
        except TimeoutError:
            self.kill()
            await self._process.wait()
        self._process = None

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    def kill(self) -> None:
        """End the server as a crash would; call `stop` or `restart` afterwards."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def wait(self) -> None:
        """Wait until the server has ended, for whatever reason."""
        if self._process is not None:
            await self._process.wait()

    def last_lines(self, count: int = 5) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _wait_until_ready(self, process: Process) -> None:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            while not await self._is_ready(process.pid):
                if process.returncode is not None:
                    raise CannotRun(f"{self.name} did not start: {self.last_lines(1)} (more in {self.log}).")
                await asyncio.sleep(_POLL_INTERVAL_SECONDS)


def wheel_folder(wheel: str, setting: str) -> Path:
    """Return the folder of an installed wheel without importing it. Raises CannotRun, naming `setting`."""
    spec = find_spec(wheel)
    if spec is None or not spec.submodule_search_locations:
        raise CannotRun(f"{wheel} is not installed (not every machine has a build of it): set {setting}.")
    return Path(spec.submodule_search_locations[0])
