"""Where the bot is, for the buttons that lead to it: asked for now and then, never waited for twice."""

import time
from typing import Final

import structlog

from kernel.database import Sessions, is_connection_lost
from notifier.models import BotAddress
from notifier.wiring import bot_address_service

# A bot seldom moves; one that has not started yet soon does.
_ASKED_AGAIN: Final = {True: 60.0, False: 2.0}  # seconds, by whether it is known
_log = structlog.get_logger(__name__)


class BotDoor:
    def __init__(self) -> None:
        self._known: BotAddress | None = None
        self._asked_at: float | None = None

    async def address(self, sessions: Sessions) -> BotAddress | None:
        """None where no bot has ever started: then pages go without the buttons. Without a database, what was
        known."""
        now = time.monotonic()
        patience = _ASKED_AGAIN[self._known is not None]
        if self._asked_at is None or now - self._asked_at >= patience:
            self._asked_at = now
            self._known = await self._ask(sessions)
        return self._known

    async def _ask(self, sessions: Sessions) -> BotAddress | None:
        try:
            async with sessions() as session:
                return await bot_address_service(session).find()
        except Exception as fault:
            if not is_connection_lost(fault):
                raise
            _log.warning("where the bot is cannot be asked", fault=repr(fault))
            return self._known
