"""The process as in production, by webhook and by long polling: its stops, also sudden ones, lose nothing."""

import asyncio
import signal

import aiohttp
from redis.asyncio import Redis

from bot.context import AppContext
from kernel.database import Sessions
from local.ports import free_port
from local.postgres import EmbeddedPostgres
from local.telegram.faults import Fault, Trouble
from tests.bot.bot_process import SECRET, BotProcess
from tests.bot.conftest import environment, pasted, registered
from tests.bot.published import pastes, without_storage
from tests.bot.test_slow_chats import sends_slowly, titles
from tests.bot.test_updates import in_private
from tests.conversation import Person, Telegram
from tests.notifier.village import until
from tests.outage import stopped
from tests.silent_proxy import silent_proxy


async def test_a_process_behind_a_webhook_survives_odd_updates_and_answers_at_its_stop_what_is_under_way(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    port = free_port()
    webhook = {
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
        "WEBHOOK_SECRET": SECRET,
        "BOT_PORT": str(port),
    }
    async with BotProcess(environment(telegram, postgres, app) | webhook) as process:
        alice = telegram.person("Alice")
        await alice.says("by webhook")
        await alice.hears("Saved “by webhook”")
        await alice.says("alice")
        await alice.hears("/alice/by-webhook")
        async with aiohttp.ClientSession() as stranger:
            answer = await stranger.post(webhook["WEBHOOK_URL"], json={"update_id": 1})
            assert answer.status == 401
        telegram.world.updates.put("message", {"message_id": "one", "chat": {"id": 7}})
        telegram.world.updates.put("message", in_private(alice, message_id="one"))
        await alice.hears("I couldn't read")
        await until(lambda: not telegram.world.state.pending)
        slow = await sends_slowly(alice, telegram)
        telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "sendMessage", seconds=1))
        process.stop()
        slow.over.set()
    await alice.hears("/alice/slow.txt")


async def stopped_without_postgres(process: BotProcess, postgres: EmbeddedPostgres, alice: Person) -> None:
    async with stopped(postgres):
        await alice.says("without postgres")
        await process.logs("database_unavailable")
        process.stop()
        await process.process.wait()


async def killed_while_a_file_is_slow(
    settings: dict[str, str], telegram: Telegram, alice: Person, bob: Person
) -> None:
    async with BotProcess(settings) as process:
        await sends_slowly(alice, telegram)
        await pasted(bob, "quicker")
        process.stop(signal.SIGKILL)


async def test_a_bot_whose_connections_fall_silent_is_back_soon(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    async with (
        silent_proxy(postgres.url) as proxy,
        BotProcess(environment(telegram, postgres, app) | {"DATABASE_URL": proxy.url}),
    ):
        alice = await registered(telegram.person("Alice"), "alice")
        await pasted(alice, "before")
        proxy.fall_silent()
        await pasted(alice, "after")
        await pasted(alice, "later")


async def test_stops_and_kills_of_a_polling_process_lose_nothing(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    settings = environment(telegram, postgres, app)
    async with BotProcess(settings):
        alice = await registered(telegram.person("Alice"), "alice")
        bob = await registered(telegram.person("Bob"), "bob")
        for number in range(15):
            await alice.says(f"thought {number}")
        await alice.hears("/alice/thought-0\n")
        # It is stopped in the burst.
    async with BotProcess(settings) as process:
        await alice.says("the last")
        await alice.hears("/alice/the-last\n")
        thoughts = [*(f"thought {number}" for number in range(15)), "the last"]
        assert [post.title for post in await pastes(app)] == thoughts
        await stopped_without_postgres(process, postgres, alice)
    async with BotProcess(settings) as process:
        await alice.hears("/alice/without-postgres")
        with without_storage(app):
            await alice.says("without storage")
            await alice.hears("isn't working on my side")
            process.stop()
            await process.process.wait()
    async with BotProcess(settings) as process:
        await alice.hears("/alice/without-storage")
        slow = await sends_slowly(alice, telegram)
        await pasted(bob, "quick")
        process.stop()
        asyncio.get_running_loop().call_later(1, slow.over.set)
    await alice.hears("/alice/slow.txt")
    assert (await titles(app))[-2:] == ["quick", "slow.txt"]
    assert not telegram.world.state.pending
    await killed_while_a_file_is_slow(settings, telegram, alice, bob)
    assert (await titles(app))[-1] == "quicker"
    async with BotProcess(settings):
        await alice.hears("/alice/slow-2.txt")
        # By its address: the first card may come again, when the end fell before the note that it was sent.
        await bob.says("later")
        await bob.hears("/bob/later")
    assert sorted((await titles(app))[-2:]) == ["later", "slow.txt"]
    assert len(await titles(app)) == len(thoughts) + 7
