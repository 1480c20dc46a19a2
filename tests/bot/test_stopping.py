"""Stops of the process: in time, whatever Telegram does."""

from redis.asyncio import Redis

from bot.context import AppContext
from kernel.database import Sessions
from local.postgres import EmbeddedPostgres
from local.telegram.faults import Fault, Trouble
from tests.bot.bot_process import BotProcess
from tests.bot.conftest import environment, registered
from tests.bot.test_slow_chats import sends_slowly
from tests.conversation import Telegram
from tests.patience import awake


async def test_a_stop_is_quick_and_answers_although_telegram_confirms_and_deletes_nothing(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    async with BotProcess(environment(telegram, postgres, app)) as process:
        alice = await registered(telegram.person("Alice"), "alice")
        group = telegram.group("Developers", [alice])
        await group.says(alice, "/paste")
        await group.hears("Reply with /paste")
        slow = await sends_slowly(alice, telegram)
        telegram.world.faults.add(Fault(Trouble.DROP, "getUpdates", count=1000))
        telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
        telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "deleteMessage", count=10, seconds=40))
        process.stop()
        slow.over.set()
        async with awake(20):
            await process.process.wait()
    await alice.hears("/alice/slow.txt")
