"""The notifier as a Celery worker process, as in production."""

import asyncio
import base64
import json
import re

import pytest
from redis import Redis

from kernel.monitoring.watchdog import EXIT_CODE
from local.ports import free_port
from local.telegram.faults import Fault, Trouble
from notifier.app import app
from notifier.deliveries import LEASE
from notifier.queue import request_one_time_code
from notifier.schedule import OneRunScheduler
from tests.kernel.monitoring.test_server import answer
from tests.notifier.village import until
from tests.worker import NotifierProcess


def reached(people):
    """Return how many people have an alert in their chat."""
    return sum(any(message.from_bot for message in person.messages) for person in people)


async def test_a_code_is_sent_before_alerts_which_all_arrive_although_the_worker_is_killed(
    settings, village, alice, phone, redis, telegram, tmp_path
):
    followers = await village.has_many_followers(alice, 60)
    await village.publishes(alice)
    for _ in range(5):
        await asyncio.to_thread(app.send_task, "notifier.handle_events")
    await request_one_time_code(alice.id)
    (queued,) = await redis.lrange("codes", 0, -1)
    arguments, named, _ = json.loads(base64.b64decode(json.loads(queued)["body"]))
    assert (arguments, named) == ([alice.id], {}), "the code is never in the queue"

    async with NotifierProcess(settings, tmp_path) as worker:
        message = await phone.hears(r"one-time code for alice: \d{6}")
        assert reached(followers) == 0
        # Some of the first alerts hang for longer than the test lasts.
        telegram.world.faults.add(Fault(Trouble.SLOW, "sendMessage", count=10, seconds=3600))
        (code,) = re.findall(r"\d{6}", message.text)
        await until(lambda: reached(followers) >= 15)
        await worker.kill()
    assert code not in worker.log
    await village.accounts.redeem_code(alice.id, code)
    assert (await village.statuses()).count("waiting") >= 35
    telegram.world.faults.clear()

    seconds = LEASE.total_seconds()
    await village.changes(f"UPDATE notifier.deliveries SET due_at = due_at - interval '{seconds} seconds'")
    async with NotifierProcess(settings, tmp_path) as worker:
        await until(lambda: reached(followers) == 60)
        alert = await followers[-1].hears("alice published note")
        assert alert.link == "https://postebin.example.com/alice/note"
        await village.publishes(alice, "another")
        await followers[-1].hears("alice published another")
    assert "warm shutdown" in worker.log.lower()
    assert '"level": "error"' not in worker.log


def test_one_run_of_each_task_waits_for_a_notifier_that_is_down(redis_server, tmp_path, monkeypatch):
    monkeypatch.setattr(app.conf, "broker_url", redis_server.url)
    with Redis.from_url(redis_server.url) as redis:
        redis.flushall()
        scheduler = OneRunScheduler(app, schedule_filename=str(tmp_path / "beat"))
        entries = list(scheduler.schedule.values())
        for _ in range(3):
            for entry in entries:
                scheduler.apply_entry(entry, producer=scheduler.producer)
        assert redis.llen("alerts") == len(entries) > 5
        redis.rpop("alerts")
        scheduler.apply_entry(entries[0], producer=scheduler.producer)
        assert redis.llen("alerts") == len(entries), "the oldest was of that task"
        scheduler.close()


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert asked <= set(app.tasks)
    assert {"notifier.purge", "notifier.clean", "notifier.export", "notifier.delete_accounts"} <= asked


async def test_a_worker_with_the_files_of_another_installation_ends_with_one_line(
    settings, village, alice, tmp_path
):
    await village.publishes(alice)
    other = settings | {"STORAGE_URL": f"file://{tmp_path / 'others'}"}
    with pytest.raises(AssertionError, match="STORAGE_URL does not fit DATABASE_URL: the store is empty"):
        async with NotifierProcess(other, tmp_path):
            pass


async def test_a_worker_whose_task_does_not_end_says_so_and_ends(settings, sessions, redis, tmp_path):
    port = free_port()
    watched = {"MONITORING_PORT": str(port), "MAX_UNHEALTHY_SECONDS": "2"}
    async with NotifierProcess(settings | watched, tmp_path, app="tests.notifier.stuck") as worker:
        assert await asyncio.to_thread(answer, port, "/readyz") == (200, "ok\n")
        assert await asyncio.to_thread(answer, port, "/healthz") == (200, "ok\n")
        await asyncio.to_thread(app.send_task, "tests.stuck")
        assert await worker.ends() == EXIT_CODE
    assert "tasks: tests.stuck has been running for" in worker.log
    assert 'stuck.py", line' in worker.log, "the traceback of its thread"
