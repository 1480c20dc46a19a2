"""While Postgres or Redis is away, what people send waits in Telegram; who waits long is told so, once."""

import asyncio
from collections import OrderedDict
from typing import Final

from sqlalchemy import text

from bot.house import House
from kernel.cache import is_cache_gone
from kernel.database import is_connection_lost

# Who waits no longer than this need not know that they do.
_TOLD_AFTER: Final = 3.0  # seconds
_ASKED_AGAIN: Final = 0.5  # seconds
_REMEMBERED: Final = 10_000  # updates
_ANY_KEY: Final = "bot:outages"


def is_outage(fault: BaseException) -> bool:
    """Whether the same update may well succeed once all is there again."""
    return is_connection_lost(fault) or is_cache_gone(fault)


class Outages:
    def __init__(self, house: House) -> None:
        self._house = house
        self._since: OrderedDict[int, float | None] = OrderedDict()

    def is_to_be_told(self, update: int) -> bool:
        """Once for an update, if it has been tried for a while."""
        now = asyncio.get_running_loop().time()
        since = self._since.setdefault(update, now)
        if len(self._since) > _REMEMBERED:
            self._since.popitem(last=False)
        if since is None or now - since < _TOLD_AFTER:
            return False
        self._since[update] = None
        return True

    async def are_over(self, within: float = _TOLD_AFTER) -> bool:
        """Returns as soon as all is there again, or False after so many seconds."""
        loop = asyncio.get_running_loop()
        until = loop.time() + within
        while not await self._is_all_there():
            if loop.time() > until:
                return False
            await asyncio.sleep(_ASKED_AGAIN)
        return True

    async def _is_all_there(self) -> bool:
        try:
            await self._house.redis.exists(_ANY_KEY)
            async with self._house.sessions() as session:
                await session.execute(text("SELECT 1"))
        except Exception as fault:
            if not is_outage(fault):
                raise
            return False
        return True
