"""The notifier as a Celery worker process, as in production."""

import asyncio
import base64
import json
import re
from pathlib import Path

from redis.asyncio import Redis

from auth.models import User
from local.telegram.faults import Fault, Trouble
from notifier.app import app
from notifier.deliveries import LEASE
from notifier.queue import request_one_time_code
from tests.conversation import Person, Telegram
from tests.notifier.village import Village, until
from tests.worker import NotifierProcess


def told(people: list[Person]) -> int:
    """Return how many people have an alert in their chat."""
    return sum(any(message.from_bot for message in person.messages) for person in people)


async def test_a_worker_sends_alerts_until_it_is_stopped(
    settings: dict[str, str], village: Village, alice: User, tmp_path: Path
) -> None:
    bob = await village.follows("bob", "alice")
    await village.publishes(alice)
    async with NotifierProcess(settings, tmp_path) as worker:
        alert = await bob.hears("alice published note")
        assert alert.link == "https://postebin.example.com/alice/note"
        await village.publishes(alice, "another")
        await bob.hears("alice published another")
    assert "warm shutdown" in worker.log.lower()
    assert '"level": "error"' not in worker.log


async def test_after_a_kill_of_the_worker_every_alert_arrives(
    settings: dict[str, str], village: Village, alice: User, telegram: Telegram, tmp_path: Path
) -> None:
    followers = [await village.follows(f"follower{number}", "alice") for number in range(60)]
    # Ten of the first batch hang for longer than the test lasts.
    telegram.world.faults.add(Fault(Trouble.SLOW, "sendMessage", count=10, seconds=3600))
    await village.publishes(alice)
    async with NotifierProcess(settings, tmp_path) as worker:
        await until(lambda: told(followers) == 15)
        await worker.kill()
    assert (await village.statuses()).count("waiting") >= 45
    await village.changes(f"UPDATE notifier.deliveries SET due_at = due_at - {_interval()}")
    async with NotifierProcess(settings, tmp_path):
        await until(lambda: told(followers) == 60)
        for follower in followers:
            await follower.hears("alice published note")


def _interval() -> str:
    return f"interval '{LEASE.total_seconds()} seconds'"


async def test_a_code_is_sent_before_alerts_and_is_never_in_the_queue(
    settings: dict[str, str], village: Village, alice: User, redis: Redis, tmp_path: Path
) -> None:
    followers = [await village.follows(f"follower{number}", "alice") for number in range(30)]
    await village.publishes(alice)
    for _ in range(5):
        await asyncio.to_thread(app.send_task, "notifier.handle_events")
    await request_one_time_code(alice.id)
    async with redis.pipeline() as pipe:
        pipe.lrange("codes", 0, -1)
        ((queued,),) = await pipe.execute()
    arguments, named, _ = json.loads(base64.b64decode(json.loads(queued)["body"]))
    assert (arguments, named) == ([alice.id], {})
    phone = village.telegram.person("alice")
    async with NotifierProcess(settings, tmp_path) as worker:
        message = await phone.hears(r"one-time code for alice: \d{6}")
        assert told(followers) == 0
        (code,) = re.findall(r"\d{6}", message.text)
        await until(lambda: told(followers) == 30)
    assert code not in worker.log
    await village.accounts.redeem_code(alice.id, code)


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert asked <= set(app.tasks)
    assert {"notifier.purge", "notifier.clean", "notifier.export", "notifier.delete_accounts"} <= asked
