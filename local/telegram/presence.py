"""The bot's presence: it is online while it polls, or accepts updates by webhook."""

import asyncio
from collections.abc import Callable

# Seconds between two polls after which the bot counts as offline.
_GRACE_SECONDS = 10.0


class Presence:
    """Whether the bot is online, which the chat page shows. `changed` is called at each change."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.online = False
        self._changed = changed
        self._timer: asyncio.TimerHandle | None = None

    def mark_online(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._set(online=True)

    def start_grace_period(self) -> None:
        """Mark the bot as offline unless it comes back within the grace period."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_GRACE_SECONDS, self.mark_offline)

    def mark_offline(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._set(online=False)

    def _set(self, *, online: bool) -> None:
        if self.online != online:
            self.online = online
            self._changed()
