"""The address of the bot in Telegram, for the buttons that lead to it."""

import time
from typing import Final

import structlog

from kernel.database import Sessions, is_connection_lost
from notifier.models import BotAddress
from notifier.wiring import bot_address_repository

_REFRESH_SECONDS: Final = 60.0
# A bot that has never started may do so at any moment.
_REFRESH_SECONDS_WITHOUT_ADDRESS: Final = 2.0
_log = structlog.get_logger(__name__)


class BotAddressCache:
    """The address as it was read last. While it is read again, other requests get the old one."""

    def __init__(self) -> None:
        self._address: BotAddress | None = None
        self._read_at: float | None = None

    async def address(self, sessions: Sessions) -> BotAddress | None:
        """Return the address, at most a minute old. None if no bot has ever started.

        Without a database, return the last known one.
        """
        now = time.monotonic()
        lifetime = _REFRESH_SECONDS if self._address else _REFRESH_SECONDS_WITHOUT_ADDRESS
        if self._read_at is None or now - self._read_at >= lifetime:
            self._read_at = now
            self._address = await self._read(sessions)
        return self._address

    async def _read(self, sessions: Sessions) -> BotAddress | None:
        try:
            async with sessions() as session:
                return await bot_address_repository(session).find()
        except Exception as error:
            if not is_connection_lost(error):
                raise
            _log.warning("bot_address_unavailable", error=repr(error))
            return self._address
