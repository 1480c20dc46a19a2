"""Sends what handlers have answered: each chat's answers in their order, and no chat waits for another.

Telegram takes about one message a second in a chat: who sends ten texts at once gets ten cards in ten
seconds, while the pastes are there at once.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import TelegramMethod

# Less than what a supervisor grants before it kills.
_WAITED_FOR: Final = 7.0  # seconds
_log = structlog.get_logger(__name__)


class Outgoing:
    def __init__(self) -> None:
        self._latest: dict[int, asyncio.Task[None]] = {}

    def post(self, bot: Bot, chat: int, answers: Sequence[TelegramMethod[Any]]) -> None:
        """Returns at once; what is posted for a chat later is sent later."""
        task = asyncio.create_task(_send(bot, answers, self._latest.get(chat)))
        self._latest[chat] = task
        task.add_done_callback(lambda done: self._forget(chat, done))

    async def finish(self) -> None:
        """Waits for what is still to be sent, though not for ever."""
        if self._latest:
            await asyncio.wait(self._latest.values(), timeout=_WAITED_FOR)

    def _forget(self, chat: int, done: asyncio.Task[None]) -> None:
        if self._latest.get(chat) is done:
            del self._latest[chat]


async def _send(bot: Bot, answers: Sequence[TelegramMethod[Any]], before: asyncio.Task[None] | None) -> None:
    if before:
        await asyncio.wait([before])
    for answer in answers:
        try:
            await bot(answer)
        except TelegramAPIError as refusal:
            # What was done stays done, also where the answer cannot arrive (a chat blocked, a card gone).
            _log.warning("answer refused", method=type(answer).__name__, refusal=str(refusal))
