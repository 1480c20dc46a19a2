"""What the tasks of a worker count is served by it."""

import asyncio

from local.ports import free_port
from tests.metrics import Metrics
from tests.patience import PATIENCE
from tests.worker import NotifierProcess


async def test_a_worker_serves_what_its_tasks_count(settings, village, alice, bob, redis, tmp_path):
    port = free_port()
    await village.publishes(alice)
    async with NotifierProcess(settings | {"MONITORING_PORT": str(port)}, tmp_path):
        await bob.hears("alice published note")

        async def value(name, **labels):
            return (await asyncio.to_thread(Metrics.at, port)).value(name, **labels)

        async with asyncio.timeout(PATIENCE):
            while not await value("postebin_log_events_total", event="delivery_sent"):
                pass
        assert await value("postebin_telegram_requests_total", answer="ok") == 1
        assert await value("postebin_queues_readable") == 1
        assert await value("process_resident_memory_bytes") > 0
