"""The alerts that people receive."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from kernel.address import PublicAddress
from local.telegram.faults import Fault, Trouble
from notifier.events import plan_alerts
from notifier.sending import send_alerts
from tests.notifier.village import a_day_passes, tell, until, until_there_are


async def test_each_follower_gets_one_alert_with_a_link_in_their_language(village, worker, alice, bob):
    boris = await village.follows("boris", "alice", language="ru")
    await village.publishes(alice, "Моя <b>заметка</b> & co")
    for _ in range(3):
        await tell(worker)
        await a_day_passes(village)
    alert = await bob.hears("alice published Моя <b>заметка</b> & co")
    assert alert.link == "https://postebin.example.com/alice/moia-b-zametka-b-co"
    assert alert.buttons == ["Open"]
    assert (await boris.hears("alice: новая запись Моя")).buttons == ["Открыть"]
    await bob.hears_nothing_of("alice published", until=send_alerts(worker))
    assert await village.deliveries() == [(bob.id, "sent", 1), (boris.id, "sent", 1)]


async def test_a_local_address_is_shown_as_text_to_copy(village, worker, alice, bob):
    await village.publishes(alice)
    await tell(replace(worker, address=PublicAddress("http://localhost:8080")))
    alert = await bob.hears("http://localhost:8080/alice/note")
    assert "<code>http://localhost:8080/alice/note</code>" in alert.html
    assert alert.buttons == []


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
async def test_an_alert_about_a_paste_that_is_gone_is_dropped(village, worker, alice, bob, change):
    await village.publishes(alice)
    await plan_alerts(worker)
    await village.changes(change)
    await bob.hears_nothing_of("alice", until=send_alerts(worker))
    assert await village.statuses() == ["dropped"]


async def test_sixty_alerts_are_sent_in_batches_of_a_second(village, worker, alice):
    followers = await village.has_many_followers(alice, 60)
    await village.publishes(alice)
    await plan_alerts(worker)
    for portion in (25, 50, 60):
        await send_alerts(worker)
        assert (await village.statuses()).count("sent") == portion
    await until(lambda: all(len(follower.messages) == 2 for follower in followers))


async def test_a_worker_with_a_lost_lease_does_not_complete_the_delivery(
    village, worker, alice, bob, telegram
):
    await village.publishes(alice)
    await plan_alerts(worker)
    slow = Fault(Trouble.SLOW, "sendMessage", seconds=300)
    telegram.world.faults.add(slow)
    with capture_logs() as logs:
        late = asyncio.create_task(send_alerts(worker))
        await until_there_are(village, "SELECT attempts FROM notifier.deliveries", [(1,)])
        await a_day_passes(village)
        async with worker.transaction() as services:
            assert await services.deliveries.claim(1)
        slow.over.set()
        await late
    assert [log["event"] for log in logs if "lease" in log["event"]] == ["delivery_lease_lost"]
    assert await village.deliveries() == [(bob.id, "waiting", 2)]
