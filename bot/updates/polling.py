"""Long polling by one process of all: what comes is stored, and then confirmed at once with the next call."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from bot.house import House
from bot.updates.raw_updates import GetRawUpdates
from bot.updates.receiver import RawUpdate, Receiver, number_of
from bot.updates.turn_to_poll import TurnToPoll

_LONGEST_WAIT: Final = 30  # seconds that Telegram holds a call while there is nothing
_AFTER_A_FAULT: Final = 1.0  # seconds
_CONFIRMED_IN: Final = 3  # seconds, at a stop
_log = structlog.get_logger(__name__)


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
