"""The bot at work: receives updates, handles what is in the inbox, and sends what is in the outbox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Final

import structlog
from aiogram import Bot, Dispatcher

from bot.context import House
from bot.outbox.delivery import Delivery
from bot.outbox.delivery_results import OutboxNotes
from bot.outbox.rate_limiter import Pace
from bot.outbox.sender import Sender
from bot.outbox.unstored import AtOnce
from bot.queue_worker import QueueWorker
from bot.updates.attempts import Attempts
from bot.updates.inbox_worker import UpdateHandling
from bot.updates.outages import Outages
from bot.updates.receiver import Receiver
from kernel.chats.queue import are_due

# Less than what a supervisor grants before it kills.
_FINISHED_IN: Final = timedelta(seconds=5)
_SENT_IN: Final = timedelta(seconds=3)
_LOOKED_EVERY_AT_A_STOP: Final = 0.05  # seconds
_LOOKED_EVERY: Final = 1.0  # seconds
# More than a process has connections to Postgres: who fetches a file or waits for a hash holds none.
_CHATS_HANDLED_AT_ONCE: Final = 64
_CHATS_SENT_TO_AT_ONCE: Final = 30
_log = structlog.get_logger(__name__)


class RunningBot:
    """`sending` is a second connection to Telegram, where nothing is tried again but by the outbox."""

    def __init__(self, house: House, dispatcher: Dispatcher, bot: Bot, sending: Bot) -> None:
        known = dispatcher.workflow_data
        sender = Sender(sending, house.storage, known["shown"], known["screens"], known["sendings"])
        pace = Pace(house.limits.limit_messages_a_second)
        notes = OutboxNotes(house.sessions, bot.id)
        delivery = Delivery(sender, known["shown"], pace, notes, self._wake_outbox_in)
        self._house = house
        self._dispatcher = dispatcher
        self._bot = bot
        self._at_once = AtOnce(bot)
        self._outbox = QueueWorker(delivery.queue(), _CHATS_SENT_TO_AT_ONCE)
        attempts = Attempts(
            house, dispatcher, bot, Outages(), self._at_once, self._outbox, self._wake_inbox_in
        )
        self._inbox = QueueWorker(UpdateHandling(attempts).queue(), _CHATS_HANDLED_AT_ONCE)
        self.receiver = Receiver(house, bot.id, self._inbox, self._outbox)
        self._looking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await self._dispatcher.emit_startup(bot=self._bot)
        self._inbox.start()
        self._outbox.start()
        self._looking = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """What is under way is finished, though not for ever; the rest is for the next start."""
        if self._looking:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        await self._inbox.stop(_FINISHED_IN.total_seconds())
        await self._send_the_rest()
        await self._outbox.stop(_SENT_IN.total_seconds())
        await self._at_once.finish()
        await self._dispatcher.emit_shutdown(bot=self._bot)

    def _wake_inbox_in(self, seconds: float) -> None:
        self._inbox.wake_in(seconds)

    def _wake_outbox_in(self, seconds: float) -> None:
        self._outbox.wake_in(seconds)

    async def _look(self) -> None:
        """For what other processes have received or left behind, and what has waited long enough."""
        while True:
            await asyncio.sleep(_LOOKED_EVERY)
            is_inbox_due, is_outbox_due = await self._are_due(timedelta())
            if is_inbox_due:
                self._inbox.wake()
            if is_outbox_due:
                self._outbox.wake()

    async def _send_the_rest(self) -> None:
        """Until nothing waits, or nothing that could be sent in time."""
        ends = asyncio.get_running_loop().time() + _FINISHED_IN.total_seconds()
        while (rest := ends - asyncio.get_running_loop().time()) > 0:
            # Before the question: what is let go of meanwhile, to be sent a little later, is not due by it.
            was_busy = self._outbox.is_busy
            _, is_outbox_due = await self._are_due(timedelta(seconds=rest))
            if not (is_outbox_due or was_busy or self._outbox.is_busy):
                return
            self._outbox.wake()
            await asyncio.sleep(_LOOKED_EVERY_AT_A_STOP)

    async def _are_due(self, within: timedelta) -> tuple[bool, bool]:
        try:
            async with self._house.sessions.begin() as session:
                return await are_due(session, self._bot.id, within)
        except Exception as fault:
            _log.warning("queues not looked at", fault=repr(fault))
            return False, False


@asynccontextmanager
async def running(house: House, dispatcher: Dispatcher, bot: Bot, sending: Bot) -> AsyncIterator[RunningBot]:
    """At work until the end; what then comes waits in Postgres or at Telegram."""
    this = RunningBot(house, dispatcher, bot, sending)
    await this.start()
    try:
        yield this
    finally:
        await this.stop()


def kinds_of(dispatcher: Dispatcher) -> list[str]:
    """The kinds of updates that somebody handles."""
    kinds: Any = dispatcher.resolve_used_update_types()
    return list(kinds)
