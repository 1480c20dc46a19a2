"""Looks around now and then, for what a process that was stopped or killed has left behind."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import structlog
from aiogram import Bot

_PAUSE: Final = 5.0  # seconds
_log = structlog.get_logger(__name__)


class Lookout:
    """`first_after`: seconds from the beginning to the first look."""

    def __init__(self, look: Callable[[Bot], Awaitable[None]], first_after: float = 0.0) -> None:
        self._look = look
        self._first_after = first_after
        self._looking: asyncio.Task[None] | None = None

    async def begin(self, bot: Bot) -> None:
        self._looking = asyncio.create_task(self._now_and_then(bot))

    async def end(self) -> None:
        if self._looking:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking

    async def _now_and_then(self, bot: Bot) -> None:
        await asyncio.sleep(self._first_after)
        while True:
            try:
                await self._look(bot)
            except Exception as fault:  # whatever it is, it may be over the next time
                _log.warning("not looked around", fault=repr(fault))
            await asyncio.sleep(_PAUSE)
