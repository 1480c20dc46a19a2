"""Messages that are not stored: answers to presses, typing indicators, and notices in groups."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final
from weakref import WeakValueDictionary

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import SendChatAction, SendMessage, TelegramMethod

_NOTICE_LIFETIME_SECONDS: Final = 30.0
_STOP_TIMEOUT_SECONDS: Final = 3.0
# Telegram Bot API, sendChatAction: for 5 seconds or less.
_TYPING_SECONDS: Final = 4.0
_MAX_CHATS: Final = 10_000
_log = structlog.get_logger(__name__)


class UnstoredSender:
    """Sends replies in the background; errors are logged, and nothing is sent again."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._tasks: set[asyncio.Task[None]] = set()
        self._typing: dict[int, float] = {}

    def send(self, replies: Sequence[TelegramMethod[Any]]) -> None:
        """Begin to send replies; return at once."""
        for reply in replies:
            task = asyncio.create_task(self._send(reply))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def show_typing(self, chat: int) -> None:
        """Show the typing indicator in this chat, unless Telegram still shows it."""
        now = asyncio.get_running_loop().time()
        if now - self._typing.get(chat, -_TYPING_SECONDS) < _TYPING_SECONDS:
            return
        if len(self._typing) >= _MAX_CHATS:
            self._typing.clear()
        self._typing[chat] = now
        self.send([SendChatAction(chat_id=chat, action=ChatAction.TYPING)])

    async def finish(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_STOP_TIMEOUT_SECONDS)

    async def _send(self, reply: TelegramMethod[Any]) -> None:
        try:
            await self._bot(reply)
        except (TelegramAPIError, ClientDecodeError) as refusal:
            _log.warning("unstored_message_refused", method=type(reply).__name__, refusal=str(refusal))


class GroupNotices:
    """Messages in groups for one person; each is deleted after half a minute, or when it is withdrawn."""

    def __init__(self) -> None:
        # The tasks hold the events, so none is left of a notice that is gone.
        self._withdrawals = WeakValueDictionary[tuple[int | str, int], asyncio.Event]()
        self._tasks: set[asyncio.Task[None]] = set()

    def show(self, bot: Bot, person: int, notice: SendMessage) -> None:
        """Begin to send the notice; return at once."""
        withdrawal = self._withdrawals.setdefault((notice.chat_id, person), asyncio.Event())
        task = asyncio.create_task(_show_and_delete(bot, notice, withdrawal))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def withdraw(self, chat: int, person: int) -> None:
        """Delete the person's notices in this group."""
        if withdrawal := self._withdrawals.pop((chat, person), None):
            withdrawal.set()

    async def finish(self) -> None:
        """Delete all notices at a stop; those that Telegram does not delete in time stay."""
        for withdrawal in self._withdrawals.values():
            withdrawal.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_STOP_TIMEOUT_SECONDS)


async def _show_and_delete(bot: Bot, notice: SendMessage, withdrawal: asyncio.Event) -> None:
    try:
        message = await bot(notice)
        with suppress(TimeoutError):
            async with asyncio.timeout(_NOTICE_LIFETIME_SECONDS):
                await withdrawal.wait()
        await message.delete()
    except (TelegramAPIError, ClientDecodeError) as refusal:
        _log.warning("group_notice_refused", refusal=str(refusal))
