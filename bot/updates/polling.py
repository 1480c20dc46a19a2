"""Long polling by one process of all: what comes is stored, and then confirmed at once with the next call."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.context import House
from bot.updates.raw_updates import GetRawUpdates
from bot.updates.receiver import RawUpdate, Receiver, number_of
from kernel.database import is_connection_lost

_AGAIN: Final = 1.0  # seconds
_LONGEST_WAIT: Final = 30  # seconds that Telegram holds a call while there is nothing
_AFTER_A_FAULT: Final = 1.0  # seconds
_CONFIRMED_IN: Final = 3  # seconds, at a stop
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


class Polling:
    def __init__(self, bot: Bot, receiver: Receiver, turn: TurnToPoll, kinds: list[str]) -> None:
        self._bot = bot
        self._receiver = receiver
        self._turn = turn
        self._kinds = kinds
        self._offset: int | None = None

    async def go_on(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._turn.wait()
                await self._take(await self._ask(_LONGEST_WAIT))
            except Exception as fault:  # whatever it is, others wait for what comes after it
                _log.warning("no updates", fault=repr(fault))
                await asyncio.sleep(_AFTER_A_FAULT)

    async def confirm(self) -> None:
        """At a stop. What Telegram does not hear of it sends once more, and then it is known."""
        if self._offset is None:
            return
        try:
            call = GetRawUpdates(offset=self._offset, limit=1, timeout=0, allowed_updates=self._kinds)
            await self._bot(call, request_timeout=_CONFIRMED_IN)
        except (TelegramAPIError, ClientDecodeError) as fault:
            _log.warning("not confirmed", fault=str(fault))

    async def _ask(self, wait: int) -> Sequence[RawUpdate]:
        call = GetRawUpdates(offset=self._offset, timeout=wait, allowed_updates=self._kinds)
        told = await self._bot(call, request_timeout=wait + 15)
        return [one if isinstance(one, dict) else {} for one in told]

    async def _take(self, told: Sequence[RawUpdate]) -> None:
        if not told:
            return
        await self._receiver.receive_patiently(told)
        # What has no number is confirmed with what comes after it.
        numbers = [number for one in told if (number := number_of(one)) is not None]
        if numbers:
            self._offset = max(numbers) + 1
        else:
            # Telegram gives it again at once, until something comes after it.
            await asyncio.sleep(_AFTER_A_FAULT)


@asynccontextmanager
async def polling(house: House, receiver: Receiver, bot: Bot, kinds: list[str]) -> AsyncIterator[None]:
    """Polls meanwhile, if it is this process' turn; raises what ends that."""
    turn = TurnToPoll(house.engine, bot.id)
    this = Polling(bot, receiver, turn, kinds)
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(this.go_on())
            try:
                yield
            finally:
                task.cancel()
        await this.confirm()
    finally:
        await turn.end()
