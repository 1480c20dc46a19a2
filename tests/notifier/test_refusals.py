"""Alerts that Telegram refuses."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from redis.asyncio import Redis

from auth.models import User
from kernel.settings import TelegramSettings
from local.telegram.faults import Fault, Trouble
from local.telegram.rate_limits import Limits
from notifier.events import plan_alerts
from notifier.sending import ALERT_RETRIES, send_alerts
from notifier.telegram import connect_telegram
from notifier.worker import Worker
from tests.conversation import TOKEN, Person, Telegram
from tests.notifier.village import Village, a_day_passes, tell
from tests.patience import PATIENCE


async def test_nothing_more_is_sent_to_a_person_who_blocked_the_bot(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    await bob.blocks_the_bot()
    carol = await village.follows("carol", "alice")
    await village.publishes(alice)
    await tell(worker)
    await carol.hears("alice published")
    assert await village.statuses() == ["failed", "sent"]
    await village.publishes(alice)
    await tell(worker)
    assert [recipient for recipient, _, _ in await village.deliveries()] == [bob.id, carol.id, carol.id]


async def test_nothing_more_is_sent_to_a_person_who_left_telegram(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    await village.changes(f"UPDATE auth.telegram_accounts SET telegram_id = 404 WHERE telegram_id = {bob.id}")
    await village.publishes(alice)
    await tell(worker)
    assert await village.deliveries() == [(404, "failed", 1)]
    await village.publishes(alice)
    await tell(worker)
    assert len(await village.deliveries()) == 1


async def test_when_telegram_asks_to_wait_all_alerts_wait_and_none_is_lost(
    village: Village, worker: Worker, alice: User, bob: Person, telegram: Telegram, redis: Redis
) -> None:
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "sendMessage", seconds=30))
    await village.publishes(alice)
    await tell(worker)
    assert await village.deliveries() == [(bob.id, "waiting", 0)]
    await a_day_passes(village)
    await bob.hears_nothing_of("alice", until=send_alerts(worker))
    for key in await redis.keys("notifier:pause"):
        assert 5 < await redis.ttl(key) <= 30
        await redis.delete(key)
    await send_alerts(worker)
    await bob.hears("alice published")


async def test_at_telegrams_real_limits_all_alerts_arrive(
    worker: Worker, alice: User, village: Village, telegram: Telegram
) -> None:
    """A chat can get five messages at once, and then one a second."""
    bob = await village.follows("bob", "alice")
    telegram.world.rate_limiter = type(telegram.world.rate_limiter)(Limits(), telegram.world.clock)
    for number in range(7):
        await village.publishes(alice, f"note {number}")
    async with asyncio.timeout(PATIENCE):
        while set(await village.statuses()) != {"sent"}:
            await tell(worker)
    for number in range(7):
        await bob.hears(f"alice/note-{number}")


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY, Trouble.DROP])
async def test_an_alert_is_sent_again_after_a_transient_fault(
    village: Village, worker: Worker, alice: User, bob: Person, telegram: Telegram, trouble: Trouble
) -> None:
    telegram.world.faults.add(Fault(trouble, "sendMessage", count=2))
    await village.publishes(alice)
    await tell(worker)
    assert await village.deliveries() == [(bob.id, "waiting", 1)]
    await send_alerts(worker)
    assert await village.deliveries() == [(bob.id, "waiting", 1)]
    for _ in range(2):
        await a_day_passes(village)
        await send_alerts(worker)
    await bob.hears("alice published")
    assert await village.deliveries() == [(bob.id, "sent", 3)]


async def test_an_alert_that_always_fails_is_given_up(
    village: Village, worker: Worker, alice: User, bob: Person, telegram: Telegram
) -> None:
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage", count=1000))
    await village.publishes(alice)
    await plan_alerts(worker)
    for _ in range(ALERT_RETRIES.max_attempts + 2):
        await send_alerts(worker)
        await a_day_passes(village)
    assert await village.deliveries() == [(bob.id, "failed", ALERT_RETRIES.max_attempts)]


@pytest.fixture
async def gateway() -> AsyncIterator[TestServer]:
    """A gateway whose Bot API is down: it answers in HTML."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(
            status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html"
        )

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


async def test_an_html_error_of_a_gateway_is_a_transient_fault(
    village: Village, worker: Worker, alice: User, bob: Person, gateway: TestServer
) -> None:
    settings = TelegramSettings(bot_token=SecretStr(TOKEN), telegram_api_url=str(gateway.make_url("")))
    await village.publishes(alice)
    async with connect_telegram(settings) as behind_it:
        await tell(replace(worker, bot=behind_it))
    assert await village.deliveries() == [(bob.id, "waiting", 1)]
    await a_day_passes(village)
    await send_alerts(worker)
    await bob.hears("alice published")
