"""Long polling by one process at a time: Telegram gives updates to one caller only."""

import asyncio
import time
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
from kernel.monitoring.health import Checks

_POLL_TIMEOUT_SECONDS: Final = 30
_CALL_TIMEOUT_SECONDS: Final = _POLL_TIMEOUT_SECONDS + 15
_MAX_CALL_SECONDS: Final = _CALL_TIMEOUT_SECONDS + 15.0
_MAX_STORE_SECONDS: Final = 20.0
_RETRY_DELAY_SECONDS: Final = 1.0
_CONFIRM_TIMEOUT_SECONDS: Final = 3
# So that Postgres soon frees the lock of a process that has vanished, and not after two hours.
_SERVER_KEEPALIVE: Final = (
    "SET tcp_keepalives_idle = 5",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 3",
)
_log = structlog.get_logger(__name__)


class PollingLock:
    """Lock in Postgres of the process that polls; it is free once the connection of its holder ends."""

    def __init__(self, engine: AsyncEngine, bot_id: int) -> None:
        self._engine = engine
        self._lock = func.hashtextextended(f"bot:polling:{bot_id}", 0)
        self._connection: AsyncConnection | None = None
        self._is_held = False

    async def acquire(self) -> None:
        """Wait for the lock; return at once if this process holds it."""
        while not await self._has_lock():
            await self._connect_and_lock()

    def problem(self) -> str | None:
        """Return why this process does not poll. For health checks."""
        return None if self._is_held else "waits until no other process polls, or for Postgres"

    async def release(self) -> None:
        self._is_held = False
        connection, self._connection = self._connection, None
        if connection:
            # In the pool it would still hold the lock.
            await connection.invalidate()
            await connection.close()

    async def _has_lock(self) -> bool:
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
            for setting in _SERVER_KEEPALIVE:
                await connection.execute(text(setting))
            await self._try_to_lock(connection)
            self._is_held = True
        except Exception as fault:
            await self.release()
            if not is_connection_lost(fault):
                raise
            _log.warning("database_unavailable", delay=_RETRY_DELAY_SECONDS, fault=repr(fault))
            await asyncio.sleep(_RETRY_DELAY_SECONDS)

    async def _try_to_lock(self, connection: AsyncConnection) -> None:
        # Not pg_advisory_lock, which would wait longer than the timeout of statements.
        query = select(func.pg_try_advisory_lock(self._lock))
        while not await connection.scalar(query):  # noqa: ASYNC110 - another process frees it
            await asyncio.sleep(_RETRY_DELAY_SECONDS)


class Poller:
    """Stores updates, and confirms them to Telegram with the next call."""

    def __init__(self, bot: Bot, receiver: Receiver, lock: PollingLock, update_types: list[str]) -> None:
        self._bot = bot
        self._receiver = receiver
        self._lock = lock
        self._update_types = update_types
        self._offset: int | None = None
        self._call_began: float | None = None
        self._store_began: float | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, group: asyncio.TaskGroup) -> None:
        self._task = group.create_task(self.run())

    def stop(self) -> None:
        task, self._task = self._task, None
        if task:
            task.cancel()

    def problem(self) -> str | None:
        """Return why it receives nothing, where only a new process can help. For health checks."""
        if self._task and self._task.done():
            return "the task has ended"
        began = self._call_began
        if began and (seconds := time.monotonic() - began) > _MAX_CALL_SECONDS:
            return f"a call of Telegram has lasted for {seconds:.0f} s"
        return None

    def problem_of_storing(self) -> str | None:
        """Return whether updates cannot be stored. For readiness: a new process would not help."""
        began = self._store_began
        if began and (seconds := time.monotonic() - began) > _MAX_STORE_SECONDS:
            return f"updates could not be stored for {seconds:.0f} s"
        return None

    async def run(self) -> None:
        """Wait for the lock and poll, until cancelled. Errors are logged, and polling continues."""
        while True:
            try:
                await self._lock.acquire()
                await self._receive(await self._fetch())
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

    async def _fetch(self) -> Sequence[RawUpdate]:
        call = GetRawUpdates(
            offset=self._offset, timeout=_POLL_TIMEOUT_SECONDS, allowed_updates=self._update_types
        )
        self._call_began = time.monotonic()
        try:
            updates = await self._bot(call, request_timeout=_CALL_TIMEOUT_SECONDS)
        finally:
            self._call_began = None
        return [one if isinstance(one, dict) else {} for one in updates]

    async def _receive(self, updates: Sequence[RawUpdate]) -> None:
        if not updates:
            return
        self._store_began = time.monotonic()
        await self._receiver.receive_with_retries(updates)
        self._store_began = None
        # An update without an id is confirmed with a later one.
        ids = [update_id for one in updates if (update_id := update_id_in(one)) is not None]
        if ids:
            self._offset = max(ids) + 1
        else:
            # Telegram sends it again at once, until a later one comes.
            await asyncio.sleep(_RETRY_DELAY_SECONDS)


@asynccontextmanager
async def polling(
    app: AppContext, receiver: Receiver, bot: Bot, update_types: list[str], checks: Checks
) -> AsyncIterator[None]:
    """Poll while the block runs and no other process does; at the end, confirm what was received.

    While another process polls, this one is not ready.
    """
    lock = PollingLock(app.engine, bot.id)
    poller = Poller(bot, receiver, lock, update_types)
    checks.ready.add("polling", lock.problem)
    checks.ready.add("receiving", poller.problem_of_storing)
    try:
        async with asyncio.TaskGroup() as group:
            poller.start(group)
            checks.alive.add("polling", poller.problem)
            try:
                yield
            finally:
                poller.stop()
        await poller.confirm()
    finally:
        await lock.release()
