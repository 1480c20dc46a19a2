"""Answers to presses, and notices while the outbox is away: sent at once, beside all else, and not stored."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import SendChatAction, TelegramMethod

_WAITED_FOR: Final = 3.0  # seconds, at a stop
# Telegram Bot API, sendChatAction: for 5 seconds or less.
_SHOWN_FOR: Final = 4.0  # seconds
_REMEMBERED: Final = 10_000  # chats
_log = structlog.get_logger(__name__)


class AtOnce:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._tasks: set[asyncio.Task[None]] = set()
        self._typing: dict[int, float] = {}

    def send(self, answers: Sequence[TelegramMethod[Any]]) -> None:
        """Returns before they are sent."""
        for answer in answers:
            task = asyncio.create_task(self._send(answer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def show_typing(self, chat: int) -> None:
        """That something is going on in this chat; what Telegram shows still is not shown anew."""
        now = asyncio.get_running_loop().time()
        if now - self._typing.get(chat, -_SHOWN_FOR) < _SHOWN_FOR:
            return
        if len(self._typing) >= _REMEMBERED:
            self._typing.clear()
        self._typing[chat] = now
        self.send([SendChatAction(chat_id=chat, action=ChatAction.TYPING)])

    async def finish(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_WAITED_FOR)

    async def _send(self, answer: TelegramMethod[Any]) -> None:
        try:
            await self._bot(answer)
        except (TelegramAPIError, ClientDecodeError) as refusal:
            _log.warning("answer refused", method=type(answer).__name__, refusal=str(refusal))
