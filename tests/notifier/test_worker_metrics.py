"""What the child processes of a Celery worker count is served by their parent."""

import asyncio

from local.ports import free_port
from tests.metrics import Metrics
from tests.patience import PATIENCE
from tests.worker import NotifierProcess


async def test_the_worker_serves_the_counts_of_its_child_processes(
    settings, village, alice, bob, redis, tmp_path
):
    port, folder = free_port(), tmp_path / "metrics" / "of a worker"
    folder.mkdir(parents=True)
    (folder / "counter_1.db").write_bytes(b"of a process before a restart")
    watched = {"MONITORING_PORT": str(port), "PROMETHEUS_MULTIPROC_DIR": str(folder)}
    await village.publishes(alice)
    async with NotifierProcess(settings | watched, tmp_path):
        await bob.hears("alice published note")

        async def value(name, **labels):
            return (await asyncio.to_thread(Metrics.at, port)).value(name, **labels)

        async with asyncio.timeout(PATIENCE):
            while not await value("postebin_log_events_total", event="delivery_sent"):
                pass
        assert await value("postebin_telegram_requests_total", answer="ok") == 1
        assert await value("postebin_queues_readable") == 1
        assert await value("process_resident_memory_bytes") > 0
    assert not (folder / "counter_1.db").exists()
