"""Alerts that Telegram refuses."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from kernel.settings import TelegramSettings
from local.telegram.faults import Fault, Trouble
from local.telegram.rate_limits import Limits
from notifier.events import plan_alerts
from notifier.sending import ALERT_RETRIES, send_alerts
from notifier.telegram import connect_telegram
from tests.conversation import TOKEN
from tests.notifier.village import a_day_passes, tell
from tests.patience import PATIENCE


async def test_nothing_more_is_sent_to_people_who_blocked_the_bot_or_left_telegram(
    village, worker, alice, bob
):
    await bob.blocks_the_bot()
    carol, dave = await village.follows("carol", "alice"), await village.follows("dave", "alice")
    left = f"UPDATE auth.telegram_accounts SET telegram_id = 404 WHERE telegram_id = {dave.id}"
    await village.changes(left)
    await village.publishes(alice)
    await tell(worker)
    await carol.hears("alice published")
    known = [(404, "failed", 1), (bob.id, "failed", 1), (carol.id, "sent", 1)]
    assert await village.deliveries() == known
    await village.publishes(alice)
    await tell(worker)
    assert await village.deliveries() == [*known, (carol.id, "sent", 1)]


async def test_when_telegram_asks_to_wait_all_alerts_wait_and_none_is_lost(
    village, worker, alice, bob, telegram, redis
):
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "sendMessage", seconds=30))
    await village.publishes(alice)
    await tell(worker)
    assert await village.deliveries() == [(bob.id, "waiting", 0)]
    await a_day_passes(village)
    await bob.hears_nothing_of("alice", until=send_alerts(worker))
    (key,) = await redis.keys("notifier:pause")
    assert 5 < await redis.ttl(key) <= 30
    await redis.delete(key)
    await send_alerts(worker)
    await bob.hears("alice published")


async def test_at_telegrams_real_limits_all_alerts_arrive(worker, alice, bob, village, telegram):
    """A chat can get five messages at once, and then one a second."""
    telegram.world.rate_limiter = type(telegram.world.rate_limiter)(Limits(), telegram.world.clock)
    for number in range(6):
        await village.publishes(alice, f"note {number}")
    async with asyncio.timeout(PATIENCE):
        while set(await village.statuses()) != {"sent"}:
            await tell(worker)
    for number in range(6):
        await bob.hears(f"alice/note-{number}")


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY, Trouble.DROP])
async def test_an_alert_is_sent_again_after_a_transient_fault(village, worker, alice, bob, telegram, trouble):
    telegram.world.faults.add(Fault(trouble, "sendMessage", count=2))
    await village.publishes(alice)
    await plan_alerts(worker)
    for _ in range(2):  # the second is not due
        await send_alerts(worker)
        assert await village.deliveries() == [(bob.id, "waiting", 1)]
    for _ in range(2):
        await a_day_passes(village)
        await send_alerts(worker)
    await bob.hears("alice published")
    assert await village.deliveries() == [(bob.id, "sent", 3)]


async def test_an_alert_that_always_fails_is_given_up(village, worker, alice, bob, telegram):
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage", count=1000))
    await village.publishes(alice)
    await plan_alerts(worker)
    for _ in range(ALERT_RETRIES.max_attempts + 2):
        await send_alerts(worker)
        await a_day_passes(village)
    assert await village.deliveries() == [(bob.id, "failed", ALERT_RETRIES.max_attempts)]


async def test_an_html_error_of_a_gateway_is_a_transient_fault(village, worker, alice, bob):
    async def answer(_request):
        page = "<html><h1>502 Bad Gateway</h1></html>"
        return web.Response(status=502, text=page, content_type="text/html")

    await village.publishes(alice)
    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app) as gateway:
        settings = TelegramSettings(bot_token=SecretStr(TOKEN), telegram_api_url=str(gateway.make_url("")))
        async with connect_telegram(settings) as behind_it:
            await tell(replace(worker, bot=behind_it))
    assert await village.deliveries() == [(bob.id, "waiting", 1)]
    await a_day_passes(village)
    await send_alerts(worker)
    await bob.hears("alice published")
