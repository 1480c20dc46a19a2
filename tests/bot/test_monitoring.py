"""Health of a running bot: a dead task is seen, and an outage is no reason to start again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

import pytest
from aiogram import Bot, Dispatcher

from bot.context import AppContext
from bot.monitoring import monitored
from bot.outbox.delivery_results import DeliveryResults
from bot.running import RunningBot, running, update_types
from bot.updates.polling import polling
from kernel.database import Sessions, connect_database, session_maker
from kernel.leases import Lease
from kernel.monitoring.health import Checks
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


async def ends(name: str) -> None:
    """End one of the tasks that run this coroutine function, as an unforeseen error would."""
    task = next(task for task in asyncio.all_tasks() if task.get_coro().__qualname__ == name)  # type: ignore[union-attr]
    task.cancel()
    await asyncio.wait({task})


async def test_dead_tasks_are_seen(
    app: AppContext, dispatcher: Dispatcher, connection: Bot, sending: Bot, sessions: object, port: int
) -> None:
    async with (
        running(app, dispatcher, connection, sending) as running_bot,
        monitored(running_bot, app, sending) as checks,
        polling(app, running_bot.receiver, connection, update_types(dispatcher), checks),
    ):
        while (await asked(port, "/readyz"))[0] != 200:  # until it polls
            pass
        assert await asked(port, "/healthz") == (200, "ok\n")
        assert 'postebin_queue_items{queue="updates"} 0.0' in (await asked(port, "/metrics"))[1]
        await ends("QueueWorker._claim_all")
        assert (await asked(port, "/healthz"))[1] in (
            "inbox: a task has ended\n",
            "outbox: a task has ended\n",
        )
        await ends("QueueWorker._claim_all")
        await ends("RunningBot._check_queues")
        await ends("Poller.run")
        status, problems = await asked(port, "/healthz")
        assert status == 503
        assert problems.splitlines() == [
            "inbox: a task has ended",
            "outbox: a task has ended",
            "queue checks: the task has ended",
            "polling: the task has ended",
        ]


async def test_results_that_are_no_longer_stored_are_seen(sessions: Sessions) -> None:
    results = DeliveryResults(sessions, bot_id=1)
    completion = asyncio.create_task(results.complete_last(1, Lease((1, 1), uuid4(), 1)))
    await asyncio.sleep(0)
    assert results.problem() is None
    await ends("DeliveryResults._complete_all")
    assert results.problem() == "the task has ended"
    completion.cancel()


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
    checks = Checks()
    async with polling(app, running_bot.receiver, connection, [], checks):
        assert checks.ready.problems() == ["polling: waits until no other process polls, or for Postgres"]
        assert checks.alive.problems() == []
