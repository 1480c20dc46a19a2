"""The id of an update is in every log event that it leads to, up to the alerts of followers."""

import asyncio
from typing import Any

import pytest

from local.telegram.faults import Fault, Trouble
from tests.bot.conftest import pasted
from tests.conversation import Person, Telegram
from tests.metrics import Metrics
from tests.notifier.village import until
from tests.worker import NotifierProcess


def events(caplog: pytest.LogCaptureFixture, name: str) -> list[dict[str, Any]]:
    found = (record.msg for record in caplog.records)
    return [event for event in found if isinstance(event, dict) and event["event"] == name]


async def test_an_update_is_followed_to_the_alert_of_its_paste(
    telegram: Telegram,
    alice: Person,
    bob: Person,
    notifier: NotifierProcess,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    await bob.says("/follow alice")
    await bob.hears("You're following alice")
    before = await asyncio.to_thread(Metrics.of)
    await pasted(alice, "a text")
    await bob.hears("alice published")
    [published] = events(caplog, "paste_published")
    assert published["request_id"].startswith("update-")
    await until(lambda: "delivery_sent" in notifier.log)
    [sent] = [line for line in notifier.log.splitlines() if "delivery_sent" in line]
    assert f"request_id={published['request_id']}" in sent

    after = await asyncio.to_thread(Metrics.of)
    for histogram in ("postebin_update_attempt_seconds", "postebin_update_reply_seconds"):
        name = f"{histogram}_count"
        assert after.value(name, kind="message") - before.value(name, kind="message") >= 1, histogram
    total = "postebin_update_reply_seconds_sum"
    assert 0 < after.value(total, kind="message") - before.value(total, kind="message") < 30


async def test_a_reply_that_telegram_refuses_is_logged_with_the_id_of_its_own_update(
    telegram: Telegram, alice: Person, bob: Person, caplog: pytest.LogCaptureFixture
) -> None:
    before = await asyncio.to_thread(Metrics.of)
    silent = Fault(Trouble.SLOW, "sendMessage", seconds=3600)
    telegram.world.faults.add(silent)
    await alice.says("/help")
    await until(lambda: silent.count == 0)
    await alice.blocks_the_bot()
    silent.over.set()
    await until(lambda: bool(events(caplog, "reply_refused")))
    await bob.says("/help")
    await bob.hears("/my")
    [refused] = events(caplog, "reply_refused")
    assert refused["chat"] == alice.id
    assert refused["request_id"].startswith("update-")
    after = await asyncio.to_thread(Metrics.of)
    for answer in ("forbidden", "ok"):
        name = "postebin_telegram_requests_total"
        assert after.value(name, answer=answer) > before.value(name, answer=answer), answer


async def test_errors_of_people_and_log_events_are_counted_by_their_names(
    alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    before = await asyncio.to_thread(Metrics.of)
    await pasted(alice, "a text")
    await alice.says("/follow alice")
    await alice.hears("That's you")
    after = await asyncio.to_thread(Metrics.of)
    for name, label in (
        ("postebin_update_refusals_total", {"code": "cannot-follow-yourself"}),
        ("postebin_log_events_total", {"level": "info", "event": "paste_published"}),
    ):
        assert after.value(name, **label) - before.value(name, **label) == 1
