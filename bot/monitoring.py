"""Health and metrics of the bot's process, on MONITORING_PORT."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiogram import Bot
from prometheus_client import REGISTRY

from bot.context import AppContext
from bot.running import RunningBot
from kernel.chats.queue import longest_wait
from kernel.chats.waiting import waiting_in_chats
from kernel.monitoring.health import Checks
from kernel.monitoring.heartbeat import watched_event_loop
from kernel.monitoring.queues import QueueCollector
from kernel.monitoring.server import monitoring
from kernel.monitoring.watchdog import ending_when_unhealthy
from kernel.settings import DatabaseSettings, MonitoringSettings, read_settings
from kernel.storage import StorageUnavailable
from posts.files.installation import Installation, WrongStorage

_MAX_WAIT_SECONDS: Final = 20.0
_TELEGRAM_TIMEOUT_SECONDS: Final = 4


@asynccontextmanager
async def monitored(running_bot: RunningBot, app: AppContext, bot: Bot) -> AsyncIterator[Checks]:
    """Serve health and metrics while the block runs, and end the process if it is unhealthy for too long.

    Yields the checks, for more of them. `bot` should be a client without retries. Raises
    CannotMonitor.
    """
    settings = read_settings(MonitoringSettings)
    queues = QueueCollector(read_settings(DatabaseSettings).database_url, waiting_in_chats(bot.id))
    REGISTRY.register(queues)
    checks = Checks()
    alive, ready = checks.alive, checks.ready
    running_bot.add_checks(alive)
    ready.add_in_loop("inbox", lambda: _inbox_problem(app, bot.id))
    ready.add_in_loop("Telegram", lambda: _telegram_problem(bot))
    ready.add_in_loop("storage", lambda: _storage_problem(app))
    try:
        async with watched_event_loop(alive):
            with ending_when_unhealthy(settings, alive), monitoring(settings, alive, ready):
                yield checks
    finally:
        REGISTRY.unregister(queues)


async def _inbox_problem(app: AppContext, bot_id: int) -> str | None:
    """Raises what Postgres does while it does not answer; that is a problem, too."""
    async with app.sessions() as session:
        seconds = await longest_wait(session, bot_id)
    return f"a chat has waited for {seconds:.0f} s" if seconds > _MAX_WAIT_SECONDS else None


async def _telegram_problem(bot: Bot) -> None:
    """Raises what the client does while Telegram does not answer."""
    await bot.get_me(request_timeout=_TELEGRAM_TIMEOUT_SECONDS)


async def _storage_problem(app: AppContext) -> str | None:
    try:
        async with app.sessions() as session:
            await Installation(session, app.storage).check()
    except (WrongStorage, StorageUnavailable) as fault:
        return str(fault)
    return None
