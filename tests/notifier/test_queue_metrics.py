"""Events, deliveries and exports that wait are measured."""

import asyncio
from datetime import timedelta

from prometheus_client import CollectorRegistry

from auth.models import TelegramId
from kernel.monitoring.queues import QueueCollector
from notifier.events import plan_alerts
from notifier.waiting import waiting_in_notifier
from tests.metrics import Metrics


async def test_events_and_deliveries_are_measured_from_when_they_are_due(
    village, worker, alice, bob, postgres
):
    async def oldest(queue):
        registry = CollectorRegistry()
        registry.register(QueueCollector(postgres.url, waiting_in_notifier(timedelta(minutes=1))))
        metrics = await asyncio.to_thread(Metrics.of, registry)
        return (
            metrics.value("postebin_queue_items", queue=queue),
            metrics.value("postebin_queue_oldest_seconds", queue=queue),
        )

    await village.publishes(alice)
    assert await oldest("events") == (1, 0), "not due until the delay of alerts is over"
    await village.changes("UPDATE posts.events SET happened_at = happened_at - interval '90 seconds'")
    items, seconds = await oldest("events")
    assert items == 1
    assert 30 <= seconds < 90

    await plan_alerts(worker)
    assert await oldest("events") == (0, 0)
    await village.changes("UPDATE notifier.deliveries SET due_at = due_at - interval '90 seconds'")
    items, seconds = await oldest("deliveries")
    assert items == 1
    assert 90 <= seconds < 150

    await village.exports.request(alice, TelegramId(1))
    assert (await oldest("exports"))[0] == 1
