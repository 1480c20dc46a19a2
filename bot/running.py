"""Running bot: receives updates, handles those in the inbox, and sends the replies in the outbox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Final

import structlog
from aiogram import Bot, Dispatcher

from bot.chat_memory import ChatMemory
from bot.context import AppContext
from bot.outbox.delivery import Delivery
from bot.outbox.delivery_results import DeliveryResults
from bot.outbox.rate_limiter import MessageRateLimiter
from bot.outbox.sender import Sender
from bot.outbox.unstored import UnstoredSender
from bot.queue_worker import QueueWorker, cancel
from bot.updates.attempts import Attempts
from bot.updates.inbox_worker import InboxQueue
from bot.updates.outages import Outages
from bot.updates.receiver import Receiver
from kernel.chats.queue import are_due
from kernel.monitoring.health import Health
from kernel.monitoring.heartbeat import Heartbeat
from kernel.transaction import Jobs, transaction
from notifier.models import BotAddress
from notifier.wiring import bot_address_repository

# Together less than supervisors wait before they kill a process.
_FINISH_TIMEOUT_SECONDS: Final = 5.0
_SEND_TIMEOUT_SECONDS: Final = 3.0
_STOP_CHECK_INTERVAL_SECONDS: Final = 0.05
_CHECK_INTERVAL_SECONDS: Final = 1.0
_CHECK_TIMEOUT_SECONDS: Final = 20.0
_MAX_CHECK_SECONDS: Final = 25.0
# More than connections to Postgres: downloading a file and hashing hold none.
_MAX_CHATS_HANDLED: Final = 64
_MAX_CHATS_SENT_TO: Final = 30
_log = structlog.get_logger(__name__)


class RunningBot:
    """Receiver and workers of one process; `sending` is a Telegram client without retries, for the outbox."""

    def __init__(self, app: AppContext, dispatcher: Dispatcher, bot: Bot, sending: Bot) -> None:
        memory: ChatMemory = dispatcher.workflow_data["memory"]
        sender = Sender(sending, app.storage, memory)
        limiter = MessageRateLimiter(app.limits.limit_messages_a_second)
        self._results = results = DeliveryResults(app.sessions, bot.id)
        delivery = Delivery(
            sender, memory.cards, limiter, results, lambda seconds: self._outbox.wake_in(seconds)
        )
        self._app = app
        self._dispatcher = dispatcher
        self._bot = bot
        self._unstored_sender = UnstoredSender(bot)
        self._outbox = QueueWorker(delivery.queue(), _MAX_CHATS_SENT_TO)
        attempts = Attempts(
            app,
            dispatcher,
            bot,
            Outages(),
            self._unstored_sender,
            self._outbox,
            lambda seconds: self._inbox.wake_in(seconds),
        )
        self._inbox = QueueWorker(InboxQueue(attempts).queue(), _MAX_CHATS_HANDLED)
        self.receiver = Receiver(app, bot.id, self._inbox, self._outbox)
        self._checking: asyncio.Task[None] | None = None
        self._checks = Heartbeat(_MAX_CHECK_SECONDS)

    def add_checks(self, alive: Health) -> None:
        """Add health checks of its tasks."""
        alive.add("inbox", self._inbox.problem)
        alive.add("outbox", self._outbox.problem)
        alive.add("queue checks", self._problem_of_checks)
        alive.add("sent replies", self._results.problem)

    def _problem_of_checks(self) -> str | None:
        if self._checking and self._checking.done():
            return "the task has ended"
        return self._checks.problem()

    async def start(self) -> None:
        await publish_bot_address(self._app, self._bot)
        await self._dispatcher.emit_startup(bot=self._bot)
        self._inbox.start()
        self._outbox.start()
        self._checking = asyncio.create_task(self._check_queues())

    async def stop(self) -> None:
        """Finish started work and send replies within some seconds; the rest is left to the next start."""
        if self._checking:
            await cancel(self._checking)
        await self._inbox.stop(_FINISH_TIMEOUT_SECONDS)
        await self._send_the_rest()
        await self._outbox.stop(_SEND_TIMEOUT_SECONDS)
        await self._unstored_sender.finish()
        await self._dispatcher.emit_shutdown(bot=self._bot)

    async def _check_queues(self) -> None:
        """Wake the workers for updates and replies of other processes, and for postponed ones."""
        while True:
            self._checks.beat()
            await asyncio.sleep(_CHECK_INTERVAL_SECONDS)
            is_inbox_due, is_outbox_due = await self._are_due(timedelta())
            if is_inbox_due:
                self._inbox.wake()
            if is_outbox_due:
                self._outbox.wake()

    async def _send_the_rest(self) -> None:
        """Wait until no reply is left that could be sent in time."""
        ends = asyncio.get_running_loop().time() + _FINISH_TIMEOUT_SECONDS
        while (rest := ends - asyncio.get_running_loop().time()) > 0:
            # Read before the query: a reply that is postponed during it is not yet due for it.
            was_busy = self._outbox.is_busy
            _, is_outbox_due = await self._are_due(timedelta(seconds=rest))
            if not (is_outbox_due or was_busy or self._outbox.is_busy):
                return
            self._outbox.wake()
            await asyncio.sleep(_STOP_CHECK_INTERVAL_SECONDS)

    async def _are_due(self, within: timedelta) -> tuple[bool, bool]:
        try:
            async with asyncio.timeout(_CHECK_TIMEOUT_SECONDS), self._app.sessions.begin() as session:
                return await are_due(session, self._bot.id, within)
        except Exception as fault:
            _log.warning("queues_not_checked", fault=repr(fault))
            return False, False


@asynccontextmanager
async def running(
    app: AppContext, dispatcher: Dispatcher, bot: Bot, sending: Bot
) -> AsyncIterator[RunningBot]:
    """Run receiver and workers while the block runs."""
    running_bot = RunningBot(app, dispatcher, bot, sending)
    await running_bot.start()
    try:
        yield running_bot
    finally:
        await running_bot.stop()


async def publish_bot_address(app: AppContext, bot: Bot) -> None:
    """Store the bot's address for the viewer, which has no token; it may change with each start."""
    username = (await bot.me()).username or ""
    address = BotAddress(username, app.chat_url or f"https://t.me/{username}")
    async with app.sessions() as session, transaction(session, Jobs()):
        await bot_address_repository(session).save(address)


def update_types(dispatcher: Dispatcher) -> list[str]:
    """Return the types of updates that have a handler."""
    types: Any = dispatcher.resolve_used_update_types()
    return list(types)
