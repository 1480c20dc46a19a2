"""Ends connections with which nothing goes on, so that nobody holds many of them for nothing.

aiohttp ends those that are idle between two requests. Here are ended those whose request trickles in, those
that never say anything, and those whose reader does not take the answer.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

_LOOKS: Final = 10  # in the shortest time that somebody has


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds: for a request, from its first byte or from connecting; for a reader who takes no byte."""

    head: float = 10.0
    answer: float = 30.0


@dataclass(frozen=True, slots=True)
class Signs:
    """How a connection looks that waits for its reader. Any difference is progress."""

    requests: int
    head_has_begun: bool
    unsent: int  # bytes


class Watched(Protocol):
    def signs(self) -> Signs | None:
        """None while it waits for nobody."""

    def cut_off(self) -> None: ...


_Some = TypeVar("_Some", bound=Watched)


async def end_the_slow(connections: Callable[[], Iterable[_Some]], patience: Patience) -> None:
    """Until cancelled. It looks at all of them now and then, so that no request needs a timer."""
    loop = asyncio.get_running_loop()
    seen: dict[_Some, tuple[Signs, float]] = {}
    while True:
        seen = {
            connection: _since(signs, seen.get(connection), loop.time())
            for connection in connections()
            if (signs := connection.signs()) is not None
        }
        for connection, (signs, since) in seen.items():
            if loop.time() - since >= (patience.answer if signs.unsent else patience.head):
                connection.cut_off()
        await asyncio.sleep(min(patience.head, patience.answer) / _LOOKS)


def _since(signs: Signs, before: tuple[Signs, float] | None, now: float) -> tuple[Signs, float]:
    return before if before is not None and before[0] == signs else (signs, now)
