"""A server of somebody else's (Postgres, Redis) that runs as our child, in a folder of ours."""

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

_GRACE = 10.0  # seconds that a server has to start or to stop
_GLANCE = 0.02  # seconds between looks at a starting server


class EmbeddedServer(ABC):
    """Starts, stops and restarts on the same loopback port with the same password. Ends with its parent.

    Start it from a thread that lasts: the server ends with that thread (see `end_with_parent`).
    """

    name: str
    stop_signal: ClassVar[signal.Signals]

    def __init__(self, folder: Path) -> None:
        """`folder` is made on start, open to its owner alone."""
        self.folder = folder.resolve()
        self.port = free_port()
        self.password = secrets.token_urlsafe(24)
        self._process: Process | None = None

    @property
    @abstractmethod
    def url(self) -> str: ...

    @abstractmethod
    async def _prepare(self) -> Sequence[str]:
        """Makes the folder ready and gives the command that serves. Raises CannotRun."""

    @abstractmethod
    async def _is_ready(self, pid: int) -> bool: ...

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Returns when clients are served. Raises CannotRun."""
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
                # Ctrl-C in the terminal is for the parent, who stops its children in order.
                start_new_session=True,
            )
        try:
            await self._ready(self._process)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.send_signal(self.stop_signal)
        try:
            await asyncio.wait_for(self._process.wait(), _GRACE)
        except TimeoutError:
            self.kill()
            await self._process.wait()
        self._process = None

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    def kill(self) -> None:
        """As a crash would; `stop` or `restart` afterwards."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def ended(self) -> None:
        """Returns when the server has ended, whoever ended it."""
        if self._process is not None:
            await self._process.wait()

    def last_words(self, lines: int = 5) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _ready(self, process: Process) -> None:
        async with asyncio.timeout(_GRACE):
            while not await self._is_ready(process.pid):
                if process.returncode is not None:
                    raise CannotRun(f"{self.name} did not start: {self.last_words(1)} (more in {self.log}).")
                await asyncio.sleep(_GLANCE)


def folder_of(wheel: str, setting: str) -> Path:
    """Where an installed wheel is, without importing it. Raises CannotRun, which offers `setting`."""
    spec = find_spec(wheel)
    if spec is None or not spec.submodule_search_locations:
        raise CannotRun(f"{wheel} is not installed (there is none for every machine): set {setting}.")
    return Path(spec.submodule_search_locations[0])
