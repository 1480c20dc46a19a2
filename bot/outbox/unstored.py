"""Answers to presses, and notices while the outbox is away: sent at once, beside all else, and not stored."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import SendChatAction, SendMessage, TelegramMethod

_READ_IN: Final = 30.0  # seconds
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


class Notices:
    def __init__(self) -> None:
        self._read: dict[tuple[int | str, int], asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def show(self, bot: Bot, person: int, notice: SendMessage) -> None:
        """Returns at once."""
        read = self._read.setdefault((notice.chat_id, person), asyncio.Event())
        task = asyncio.create_task(_in_passing(bot, notice, read))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def tidy_up(self, chat: int, person: int) -> None:
        """This person has got what they wanted."""
        if read := self._read.pop((chat, person), None):
            read.set()

    async def finish(self) -> None:
        """What Telegram does not take away soon stays in the group."""
        for read in self._read.values():
            read.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_WAITED_FOR)


async def _in_passing(bot: Bot, notice: SendMessage, read: asyncio.Event) -> None:
    try:
        message = await bot(notice)
        with suppress(TimeoutError):
            async with asyncio.timeout(_READ_IN):
                await read.wait()
        await message.delete()
    except TelegramAPIError as refusal:
        _log.warning("notice refused", refusal=str(refusal))
