"""Looks around for answers that a process which was stopped or killed did not say any more."""

import asyncio
from contextlib import suppress
from typing import Final

import structlog
from aiogram import Bot

from bot.answering import Outgoing
from bot.debts import Debts

_LOOK_AROUND: Final = 5.0  # seconds, a third of what an answer is held for
_log = structlog.get_logger(__name__)


class Collector:
    def __init__(self, debts: Debts, outgoing: Outgoing) -> None:
        self._debts = debts
        self._outgoing = outgoing
        self._looking: asyncio.Task[None] | None = None

    async def look_around(self, bot: Bot) -> None:
        """From now on."""
        self._looking = asyncio.create_task(self._now_and_then(bot))

    async def finish(self) -> None:
        if self._looking:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking

    async def _now_and_then(self, bot: Bot) -> None:
        while True:
            try:
                await self._debts.renew()
                for chat, answers in (await self._debts.due(bot)).items():
                    self._outgoing.post(bot, chat, answers)
            except Exception as fault:  # whatever it is, it may be over the next time
                _log.warning("not looked around", fault=repr(fault))
            await asyncio.sleep(_LOOK_AROUND)
