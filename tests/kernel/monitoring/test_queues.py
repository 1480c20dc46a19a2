"""The queues in Postgres are measured when metrics are read."""

import asyncio

import asyncpg
import pytest
from prometheus_client import CollectorRegistry

from kernel.chats.waiting import waiting_in_chats
from kernel.monitoring.queues import QueueCollector
from local.ports import free_port
from tests.kernel.chat_queues import BOT, InboxChats, OutboxChats, claimed_one
from tests.metrics import Metrics
from tests.patience import PATIENCE
from tests.silent_proxy import silent_proxy


async def read(database_url: str) -> Metrics:
    registry = CollectorRegistry()
    registry.register(QueueCollector(database_url, waiting_in_chats(BOT)))
    return await asyncio.to_thread(Metrics.of, registry)


async def test_the_length_and_age_of_inbox_and_outbox_are_measured(sessions, postgres):
    inbox, outbox = InboxChats(sessions), OutboxChats(sessions)
    await inbox.add(7, 1)
    lease = await claimed_one(inbox)
    await inbox.add(8, 2, 3)
    await inbox.add(9, 4, bot=BOT + 1)
    await outbox.add(7, "a")
    async with inbox.inbox() as one:
        await one.set_aside(lease, [1], "reason", "reference", is_last=True)
    await inbox.execute("UPDATE bot.updates SET received_at = received_at - interval '90 seconds'")

    metrics = await read(postgres.url)
    assert metrics.value("postebin_queues_readable") == 1
    assert metrics.value("postebin_queue_items", queue="updates") == 2
    assert metrics.value("postebin_queue_items", queue="replies") == 1
    assert metrics.value("postebin_queue_set_aside_items", queue="updates") == 1
    assert 90 <= metrics.value("postebin_queue_oldest_seconds", queue="updates") < 150
    assert 0 < metrics.value("postebin_queue_oldest_seconds", queue="replies") < 60


async def test_empty_queues_have_no_age(sessions, postgres):
    metrics = await read(postgres.url)
    assert metrics.labels("postebin_queue_oldest_seconds", "queue") == {"updates", "replies"}
    assert metrics.value("postebin_queue_oldest_seconds") == 0


async def test_without_postgres_there_are_no_values_but_the_reading_says_so(caplog: pytest.LogCaptureFixture):
    metrics = await read(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    assert metrics.value("postebin_queues_readable") == 0
    assert metrics.labels("postebin_queue_items", "queue") == set()
    assert "queues_not_read" in caplog.text


async def until_slow(database_url: str) -> None:
    """Wait until the slow statement runs."""
    running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT ''slow''%' AND state = 'active'"
    connection = await asyncpg.connect(database_url)
    async with asyncio.timeout(PATIENCE):
        while not await connection.fetchval(running):
            pass
    await connection.close()


async def test_a_connection_that_falls_silent_delays_the_metrics_for_seconds_only(postgres):
    async with silent_proxy(postgres.url) as proxy:
        registry = CollectorRegistry()
        registry.register(QueueCollector(proxy.url, "SELECT 'slow', 1, 1, 1 FROM pg_sleep(3600)"))
        reading = asyncio.create_task(asyncio.to_thread(Metrics.of, registry))
        await until_slow(postgres.url)
        proxy.fall_silent()
        metrics = await asyncio.wait_for(reading, PATIENCE)
    assert metrics.value("postebin_queues_readable") == 0
