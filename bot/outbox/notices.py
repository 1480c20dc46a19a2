"""What the bot says in a group only to be read in passing: it is taken away again."""

import asyncio
from contextlib import suppress
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import SendMessage

_READ_IN: Final = 30.0  # seconds
_WAITED_FOR: Final = 3.0  # seconds, at a stop
_log = structlog.get_logger(__name__)


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
