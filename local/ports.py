"""TCP ports of this machine."""

import asyncio
import errno
import os
import socket
from dataclasses import dataclass
from typing import Final

from local.errors import CannotRun

# An earlier run that was killed lets go of its ports a moment after its end.
_PATIENCE: Final = 1.0  # seconds
_GLANCE: Final = 0.05


def free_port() -> int:
    """A loopback port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class WantedPort:
    """Set by `<owner>_HOST` and `<owner>_PORT`."""

    owner: str
    host: str
    number: int

    async def free(self) -> None:
        """Returns when the port can be listened on. Raises CannotRun."""
        refusal = self._refusal()
        for _ in range(round(_PATIENCE / _GLANCE)):
            if refusal != errno.EADDRINUSE:
                break
            await asyncio.sleep(_GLANCE)
            refusal = self._refusal()
        if refusal:
            raise CannotRun(f"{self._complaint(refusal)} in .env or the environment.")

    def _complaint(self, refusal: int) -> str:
        port = f"{self.owner}_PORT"
        match refusal:
            case errno.EADDRINUSE:
                return f"{port} {self.number} is taken. Set {port} to another port"
            case errno.EADDRNOTAVAIL:
                return f"{self.owner}_HOST {self.host} is no address of this machine. Change it"
            case _:
                return f"{port} {self.number} cannot be used ({os.strerror(refusal)}). Set {port} to another"

    def _refusal(self) -> int | None:
        """The error number (errno) of listening there."""
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


async def all_free(wanted: list[WantedPort]) -> None:
    """Returns when all can be listened on, side by side. Raises CannotRun."""
    for index, port in enumerate(wanted):
        for other in wanted[:index]:
            if port.number == other.number:
                both = f"{other.owner}_PORT and {port.owner}_PORT"
                raise CannotRun(f"{both} are {port.number}. Set one of them to another port.")
        await port.free()
