"""What the child processes of a Celery worker count is added up."""

from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from tests.metrics import Metrics
from tests.notifier.village import until
from tests.worker import NotifierProcess


async def test_requests_of_the_child_processes_are_counted_in_the_folder_of_the_worker(
    settings, village, alice, bob, redis, tmp_path
):
    folder = tmp_path / "metrics" / "of a worker"
    folder.mkdir(parents=True)
    (folder / "counter_1.db").write_bytes(b"of a process before a restart")
    await village.publishes(alice)
    async with NotifierProcess(settings | {"PROMETHEUS_MULTIPROC_DIR": str(folder)}, tmp_path):
        await bob.hears("alice published note")
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=str(folder))
        await until(lambda: Metrics.of(registry).value("postebin_telegram_requests_total", answer="ok") == 1)
    assert not (folder / "counter_1.db").exists()
