"""Whose turn it is to poll: Telegram gives updates to one, so of several processes one is elected.

The others wait for a lock in Postgres, which is free as soon as the connection that holds it ends.
"""

import asyncio
from typing import Final

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from kernel.database import is_connection_lost

_AGAIN: Final = 1.0  # seconds
_log = structlog.get_logger(__name__)


class TurnToPoll:
    def __init__(self, engine: AsyncEngine, bot_id: int) -> None:
        self._engine = engine
        self._lock = func.hashtextextended(f"bot:polling:{bot_id}", 0)
        self._connection: AsyncConnection | None = None

    async def wait(self) -> None:
        """Return while this process has the turn, at once where it had it before."""
        while not await self._has_it():
            await self._take()

    async def end(self) -> None:
        """Let another have it."""
        connection, self._connection = self._connection, None
        if connection:
            # Not back into the pool, where it would go on holding the lock.
            await connection.invalidate()
            await connection.close()

    async def _has_it(self) -> bool:
        if self._connection is None:
            return False
        try:
            await self._connection.execute(text("SELECT 1"))
        except Exception as fault:
            _log.warning("turn to poll lost", fault=repr(fault))
            await self.end()
            return False
        return True

    async def _take(self) -> None:
        try:
            connection = await self._engine.connect()
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(select(func.pg_advisory_lock(self._lock)))
        except Exception as fault:
            await self.end()
            if not is_connection_lost(fault):
                raise
            _log.warning("no database, trying again", wait=_AGAIN, fault=repr(fault))
            await asyncio.sleep(_AGAIN)
