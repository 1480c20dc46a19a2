"""Health of a running bot: a dead task is seen, and an outage is no reason to start again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiogram import Bot, Dispatcher

from bot.context import AppContext
from bot.monitoring import monitored
from bot.running import RunningBot
from bot.updates.polling import polling
from kernel.database import connect_database, session_maker
from kernel.monitoring.health import Health
from local.ports import free_port
from local.postgres import EmbeddedPostgres
from notifier.telegram import connect_telegram
from tests.bot.conftest import at_work, settings_for
from tests.bot.test_polling_lock import connection as connection
from tests.conversation import Telegram
from tests.kernel.monitoring.test_server import answer


@pytest.fixture
def port(postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch) -> int:
    """Set by the environment, as in production."""
    port = free_port()
    monkeypatch.setenv("MONITORING_PORT", str(port))
    monkeypatch.setenv("DATABASE_URL", postgres.url)
    return port


@pytest.fixture
async def sending(telegram: Telegram, closing: list[asyncio.Task[None]]) -> AsyncIterator[Bot]:
    sending = connect_telegram(settings_for(telegram))
    yield sending
    closing.append(asyncio.create_task(sending.session.close()))


@pytest.fixture
async def running_bot(
    app: AppContext, dispatcher: Dispatcher, connection: Bot, sending: Bot, sessions: object
) -> AsyncIterator[RunningBot]:
    async with at_work(app, dispatcher, connection, sending) as running_bot:
        yield running_bot


async def asked(port: int, path: str) -> tuple[int, str]:
    return await asyncio.to_thread(answer, port, path)


async def test_a_dead_sender_is_seen(
    running_bot: RunningBot, app: AppContext, sending: Bot, port: int
) -> None:
    async with monitored(running_bot, app, sending):
        assert await asked(port, "/healthz") == await asked(port, "/readyz") == (200, "ok\n")
        assert 'postebin_queue_items{queue="updates"} 0.0' in (await asked(port, "/metrics"))[1]
        running_bot._outbox._loops[0].cancel()
        await asyncio.sleep(0)
        assert await asked(port, "/healthz") == (503, "outbox: a task has ended\n")


async def test_outages_are_not_ready_but_alive(
    running_bot: RunningBot, app: AppContext, sending: Bot, port: int, telegram: Telegram
) -> None:
    without = replace(app, sessions=session_maker(connect_database("postgresql://127.0.0.1:1/none")))
    async with monitored(running_bot, without, sending):
        status, problems = await asked(port, "/readyz")
        assert status == 503
        assert {line.partition(":")[0] for line in problems.splitlines()} == {"inbox", "storage"}
        assert await asked(port, "/healthz") == (200, "ok\n")


async def test_a_bot_that_waits_for_another_is_alive_and_not_ready(
    running_bot: RunningBot, app: AppContext, dispatcher: Dispatcher, connection: Bot
) -> None:
    ready = Health()
    async with polling(app, running_bot.receiver, connection, [], ready):
        assert ready.problems() == ["polling: waits until no other process polls, or for Postgres"]
