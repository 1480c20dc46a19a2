"""Long polling by one elected process: Telegram gives updates to one caller only."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.context import AppContext
from bot.updates.raw_updates import GetRawUpdates
from bot.updates.receiver import RawUpdate, Receiver, update_id_in
from kernel.database import is_connection_lost

_POLL_TIMEOUT_SECONDS: Final = 30
_RETRY_DELAY_SECONDS: Final = 1.0
_CONFIRM_TIMEOUT_SECONDS: Final = 3
_log = structlog.get_logger(__name__)


class PollingLock:
    """Lock in Postgres that elects the process which polls; it is free once its holder's connection ends."""

    def __init__(self, engine: AsyncEngine, bot_id: int) -> None:
        self._engine = engine
        self._lock = func.hashtextextended(f"bot:polling:{bot_id}", 0)
        self._connection: AsyncConnection | None = None

    async def acquire(self) -> None:
        """Wait for the lock; return at once if this process holds it."""
        while not await self._is_held():
            await self._connect_and_lock()

    async def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            # In the pool it would still hold the lock.
            await connection.invalidate()
            await connection.close()

    async def _is_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            await self._connection.execute(text("SELECT 1"))
        except Exception as fault:
            _log.warning("polling_lock_lost", fault=repr(fault))
            await self.release()
            return False
        return True

    async def _connect_and_lock(self) -> None:
        try:
            connection = await self._engine.connect()
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(select(func.pg_advisory_lock(self._lock)))
        except Exception as fault:
            await self.release()
            if not is_connection_lost(fault):
                raise
            _log.warning("database_unavailable", delay=_RETRY_DELAY_SECONDS, fault=repr(fault))
            await asyncio.sleep(_RETRY_DELAY_SECONDS)


class Polling:
    """Long polling: updates are stored, and confirmed to Telegram with the next call."""

    def __init__(self, bot: Bot, receiver: Receiver, lock: PollingLock, update_types: list[str]) -> None:
        self._bot = bot
        self._receiver = receiver
        self._lock = lock
        self._update_types = update_types
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            try:
                await self._lock.acquire()
                await self._receive(await self._fetch(_POLL_TIMEOUT_SECONDS))
            except Exception as fault:  # an unknown error must not stop polling
                _log.warning("polling_failed", fault=repr(fault))
                await asyncio.sleep(_RETRY_DELAY_SECONDS)

    async def confirm(self) -> None:
        """Confirm at a stop what was received. Without that Telegram sends it again, and it is ignored."""
        if self._offset is None:
            return
        try:
            call = GetRawUpdates(offset=self._offset, limit=1, timeout=0, allowed_updates=self._update_types)
            await self._bot(call, request_timeout=_CONFIRM_TIMEOUT_SECONDS)
        except (TelegramAPIError, ClientDecodeError) as fault:
            _log.warning("updates_not_confirmed", fault=str(fault))

    async def _fetch(self, seconds: int) -> Sequence[RawUpdate]:
        call = GetRawUpdates(offset=self._offset, timeout=seconds, allowed_updates=self._update_types)
        updates = await self._bot(call, request_timeout=seconds + 15)
        return [one if isinstance(one, dict) else {} for one in updates]

    async def _receive(self, updates: Sequence[RawUpdate]) -> None:
        if not updates:
            return
        await self._receiver.receive_with_retries(updates)
        # An update without an id is confirmed with a later one.
        numbers = [number for one in updates if (number := update_id_in(one)) is not None]
        if numbers:
            self._offset = max(numbers) + 1
        else:
            # Telegram sends it again at once, until a later one comes.
            await asyncio.sleep(_RETRY_DELAY_SECONDS)


@asynccontextmanager
async def polling(
    app: AppContext, receiver: Receiver, bot: Bot, update_types: list[str]
) -> AsyncIterator[None]:
    """Poll while the block runs, if this process is elected; raise the error that ends polling."""
    lock = PollingLock(app.engine, bot.id)
    this = Polling(bot, receiver, lock, update_types)
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(this.run())
            try:
                yield
            finally:
                task.cancel()
        await this.confirm()
    finally:
        await lock.release()
