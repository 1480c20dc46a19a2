"""Updates that are being handled: a stop waits for them, because long polling delivers each just once."""

import asyncio
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from bot.middlewares.transaction import Handler

# Less than what a supervisor grants before it kills.
_WAITED_FOR: Final = 7.0  # seconds


class UnderwayMiddleware(BaseMiddleware):
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        task = asyncio.current_task()
        if task is None:
            return await handler(event, data)
        self._tasks.add(task)
        try:
            return await handler(event, data)
        finally:
            self._tasks.discard(task)

    async def finish(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_WAITED_FOR)
