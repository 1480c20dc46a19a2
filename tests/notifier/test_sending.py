"""The alerts that people receive."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from auth.models import User
from kernel.address import PublicAddress
from local.telegram.faults import Fault, Trouble
from notifier.events import plan_alerts
from notifier.sending import send_alerts
from notifier.worker import Worker
from tests.conversation import Person, Telegram
from tests.notifier.village import Village, a_day_passes, tell, until
from tests.patience import PATIENCE


async def test_a_follower_gets_an_alert_with_a_link(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    await village.publishes(alice, "Моя <b>заметка</b> & co")
    await tell(worker)
    alert = await bob.hears("alice published Моя <b>заметка</b> & co")
    assert alert.link == "https://postebin.example.com/alice/moia-b-zametka-b-co"
    assert alert.buttons == ["Open"]
    assert await village.deliveries() == [(bob.id, "sent", 1)]


async def test_alerts_are_in_each_followers_language(village: Village, worker: Worker, alice: User) -> None:
    boris = await village.follows("boris", "alice", language="ru")
    await village.publishes(alice)
    await tell(worker)
    assert (await boris.hears("alice: новая запись note")).buttons == ["Открыть"]


async def test_a_local_address_is_shown_as_text_to_copy(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    await village.publishes(alice)
    await tell(replace(worker, address=PublicAddress("http://localhost:8080")))
    alert = await bob.hears("http://localhost:8080/alice/note")
    assert "<code>http://localhost:8080/alice/note</code>" in alert.html
    assert alert.buttons == []


async def test_nobody_gets_an_alert_twice(village: Village, worker: Worker, alice: User, bob: Person) -> None:
    await village.publishes(alice)
    for _ in range(3):
        await tell(worker)
        await a_day_passes(village)
    await bob.hears("alice published")
    await bob.hears_nothing_of("alice published", until=send_alerts(worker))


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM posts.posts",
        "UPDATE posts.posts SET deleted_at = now()",
        "UPDATE posts.posts SET expires_at = now()",
        "UPDATE posts.posts SET visibility = 'private'",
        "UPDATE posts.posts SET visibility = 'unlisted'",
    ],
)
async def test_an_alert_about_a_paste_that_is_gone_is_dropped(
    village: Village, worker: Worker, alice: User, bob: Person, change: str
) -> None:
    await village.publishes(alice)
    await plan_alerts(worker)
    await village.changes(change)
    await bob.hears_nothing_of("alice", until=send_alerts(worker))
    assert await village.statuses() == ["dropped"]


async def test_sixty_alerts_are_sent_in_batches_of_a_second(
    village: Village, worker: Worker, alice: User
) -> None:
    followers = [await village.follows(f"user{number}", "alice") for number in range(60)]
    await village.publishes(alice)
    await plan_alerts(worker)
    for portion in (25, 50, 60):
        await send_alerts(worker)
        assert (await village.statuses()).count("sent") == portion
    await until(lambda: all(len(follower.messages) == 2 for follower in followers))


async def test_a_worker_with_a_lost_lease_does_not_complete_the_delivery(
    village: Village, worker: Worker, alice: User, bob: Person, telegram: Telegram
) -> None:
    await village.publishes(alice)
    await plan_alerts(worker)
    slow = Fault(Trouble.SLOW, "sendMessage", seconds=300)
    telegram.world.faults.add(slow)
    with capture_logs() as logs:
        late = asyncio.create_task(send_alerts(worker))
        await until_claimed(village)
        await a_day_passes(village)
        async with worker.transaction() as services:
            assert await services.deliveries.claim(1)
        slow.over.set()
        await late
    assert [log["event"] for log in logs if "lease" in log["event"]] == ["delivery_lease_lost"]
    assert await village.deliveries() == [(bob.id, "waiting", 2)]


async def until_claimed(village: Village) -> None:
    async with asyncio.timeout(PATIENCE):
        while await village.rows("SELECT 1 FROM notifier.deliveries WHERE lease IS NULL"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
