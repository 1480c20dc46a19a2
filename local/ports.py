"""Free TCP ports, and checks that the configured ones are free."""

import asyncio
import errno
import os
import socket
from dataclasses import dataclass
from typing import Final

from local.errors import CannotRun

# A run that was killed releases its ports a moment after its end.
_TIMEOUT_SECONDS: Final = 1.0
_POLL_INTERVAL_SECONDS: Final = 0.05


def free_port() -> int:
    """Return a loopback port that is free at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class WantedPort:
    """A port that the settings `<owner>_HOST` and `<owner>_PORT` name."""

    owner: str
    host: str
    number: int

    async def check_free(self) -> None:
        """Wait a moment until the port is free. Raises CannotRun."""
        error = self._bind_error()
        for _ in range(round(_TIMEOUT_SECONDS / _POLL_INTERVAL_SECONDS)):
            if error != errno.EADDRINUSE:
                break
            await asyncio.sleep(_POLL_INTERVAL_SECONDS)
            error = self._bind_error()
        if error:
            raise CannotRun(f"{self._explanation(error)} in .env or the environment.")

    def _explanation(self, error: int) -> str:
        port = f"{self.owner}_PORT"
        match error:
            case errno.EADDRINUSE:
                return f"{port} {self.number} is already in use. Set {port} to another port"
            case errno.EADDRNOTAVAIL:
                return f"{self.owner}_HOST {self.host} is not an address of this machine. Change it"
            case _:
                return f"{port} {self.number} cannot be used ({os.strerror(error)}). Set {port} to another"

    def _bind_error(self) -> int | None:
        """Return the errno of binding the port, or None."""
        try:
            family, kind, _, _, address = socket.getaddrinfo(self.host, self.number, type=socket.SOCK_STREAM)[
                0
            ]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except socket.gaierror:
            return errno.EADDRNOTAVAIL
        except OSError as refused:
            return refused.errno
        return None


async def check_all_free(wanted: list[WantedPort]) -> None:
    """Check that all ports are different and free. Raises CannotRun."""
    for index, port in enumerate(wanted):
        for other in wanted[:index]:
            if port.number == other.number:
                both = f"{other.owner}_PORT and {port.owner}_PORT"
                raise CannotRun(f"{both} are {port.number}. Set one of them to another port.")
        await port.check_free()
