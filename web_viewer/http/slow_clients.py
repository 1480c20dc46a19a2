"""Time limits for slow clients, so that idle connections cannot be piled up (as in a Slowloris attack).

aiohttp closes connections that are idle between two requests. These limits are for clients that send a
request too slowly or none at all, and for clients that do not read the response.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

_CHECKS_PER_TIMEOUT: Final = 10


@dataclass(frozen=True, slots=True)
class SlowClientTimeouts:
    """Seconds for the head of a request, and for a client that reads nothing of a response."""

    request: float = 10.0
    response: float = 30.0


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a connection that waits for its client. A connection whose state changes is not stuck."""

    requests: int
    head_started: bool
    unsent_bytes: int


class WatchedConnection(Protocol):
    def progress(self) -> Progress | None:
        """Return None if the connection does not wait for its client."""

    def abort(self) -> None: ...


_Connection = TypeVar("_Connection", bound=WatchedConnection)


async def close_slow_connections(
    connections: Callable[[], Iterable[_Connection]], timeouts: SlowClientTimeouts
) -> None:
    """Abort connections whose progress is the same for the whole timeout, until cancelled.

    All of them are checked periodically, which is cheaper than a timer for each request.
    """
    loop = asyncio.get_running_loop()
    seen: dict[_Connection, tuple[Progress, float]] = {}
    while True:
        seen = {
            connection: _unchanged_since(progress, seen.get(connection), loop.time())
            for connection in connections()
            if (progress := connection.progress()) is not None
        }
        for connection, (progress, since) in seen.items():
            timeout = timeouts.response if progress.unsent_bytes else timeouts.request
            if loop.time() - since >= timeout:
                connection.abort()
        await asyncio.sleep(min(timeouts.request, timeouts.response) / _CHECKS_PER_TIMEOUT)


def _unchanged_since(
    progress: Progress, before: tuple[Progress, float] | None, now: float
) -> tuple[Progress, float]:
    return before if before is not None and before[0] == progress else (progress, now)
