"""Stops of the process: in time, whatever Telegram does."""

from redis.asyncio import Redis

from bot.context import AppContext
from kernel.database import Sessions
from local.ports import free_port
from local.postgres import EmbeddedPostgres
from local.telegram.faults import Fault, Trouble
from tests.bot.conftest import environment, registered
from tests.bot.test_process import BotProcess
from tests.bot.test_slow_chats import sends_slowly
from tests.conversation import Telegram
from tests.patience import awake


async def test_what_cannot_be_confirmed_to_telegram_is_answered_all_the_same(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    async with BotProcess(environment(telegram, postgres, app)) as process:
        alice = await registered(telegram.person("Alice"), "alice")
        slow = await sends_slowly(alice, telegram)
        telegram.world.faults.add(Fault(Trouble.DROP, "getUpdates", count=1000))
        telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
        process.stop()
        slow.over.set()
    await alice.hears("/alice/slow.txt")


async def test_a_notice_that_telegram_does_not_let_go_of_holds_up_no_stop(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    async with BotProcess(environment(telegram, postgres, app)) as process:
        alice = telegram.person("Alice")
        group = telegram.group("Developers", [alice])
        await group.says(alice, "/paste")
        await group.hears("Reply with /paste")
        telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "deleteMessage", count=10, seconds=40))
        process.stop()
        async with awake(20):
            await process.process.wait()


async def test_what_came_by_webhook_and_is_under_way_is_answered_before_the_end(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    port = free_port()
    webhook = {
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
        "WEBHOOK_SECRET": "a-secret-of-the-webhook",
        "BOT_PORT": str(port),
    }
    async with BotProcess(environment(telegram, postgres, app) | webhook) as process:
        alice = await registered(telegram.person("Alice"), "alice")
        slow = await sends_slowly(alice, telegram)
        telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "sendMessage", seconds=1))
        process.stop()
        slow.over.set()
    await alice.hears("/alice/slow.txt")
