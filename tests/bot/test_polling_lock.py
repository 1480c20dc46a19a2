"""One of several processes polls; when it ends in any way, another does."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from redis.asyncio import Redis

from bot.context import AppContext
from bot.telegram_client import connect_with_retries
from bot.updates.polling import PollingLock, polling
from bot.updates.receiver import Receiver
from kernel.database import Sessions, connect_database
from kernel.monitoring.health import Checks
from local.postgres import EmbeddedPostgres
from tests.bot.conftest import settings_for
from tests.bot.idle_worker import idle
from tests.conversation import Telegram
from tests.patience import PATIENCE


@pytest.fixture
async def connection(telegram: Telegram, closing: list[asyncio.Task[None]]) -> AsyncIterator[Bot]:
    """Telegram client of a bot that does not poll yet."""
    bot = connect_with_retries(settings_for(telegram))
    yield bot
    closing.append(asyncio.create_task(bot.session.close()))


async def test_who_ends_with_a_fault_leaves_the_turn_to_another(
    telegram: Telegram,
    app: AppContext,
    sessions: Sessions,
    redis: Redis,
    connection: Bot,
    postgres: EmbeddedPostgres,
) -> None:
    async def fail() -> None:
        receiver = Receiver(app, connection.id, idle(), idle())
        async with polling(app, receiver, connection, ["message"], Checks()):
            await telegram.world.updates.waiting.wait()
            raise LookupError

    with pytest.raises(ExceptionGroup):
        await fail()
    another = connect_database(postgres.url)
    turn = PollingLock(another, connection.id)
    await asyncio.wait_for(turn.acquire(), PATIENCE)
    await turn.release()
    await another.dispose()
