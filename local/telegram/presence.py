"""Whether the bot is there: somebody polls, or takes updates by webhook."""

import asyncio
from collections.abc import Callable

# Seconds that a bot may take between two polls.
_GRACE = 10.0


class Presence:
    def __init__(self, changed: Callable[[], None]) -> None:
        self.online = False
        self._changed = changed
        self._leaving: asyncio.TimerHandle | None = None

    def came(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        self._set(online=True)

    def went(self) -> None:
        """It is believed to be there for a while yet."""
        if self._leaving is None:
            self._leaving = asyncio.get_running_loop().call_later(_GRACE, self.left)

    def left(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        self._set(online=False)

    def _set(self, *, online: bool) -> None:
        if self.online != online:
            self.online = online
            self._changed()
