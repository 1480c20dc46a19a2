"""A bot that listens on the local Telegram, in this process."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from aiogram import Bot, Dispatcher
from pydantic import SecretStr
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.dispatcher import build_dispatcher
from bot.house import House
from bot.menu import set_menu
from bot.patience import connect_patiently
from bot.polling import poll
from kernel.address import PublicAddress
from kernel.cache import connect_redis
from kernel.database import Sessions, session_maker
from kernel.settings import SecretSettings, TelegramSettings
from kernel.storage import Storage
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from tests.conversation import Person, Telegram
from tests.worker import NotifierProcess


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        yield telegram


@pytest.fixture(scope="session")
async def house(
    engine: AsyncEngine, redis_server: EmbeddedRedis, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    # The bot reaches the queue through Celery, which reads its settings itself.
    os.environ["REDIS_URL"] = redis_server.url
    client = connect_redis(redis_server.url)
    secrets = SecretSettings(secret_key=SecretStr("a secret key for tests, long enough"))
    address = PublicAddress("http://localhost:8080")
    storage = Storage(f"file://{tmp_path_factory.mktemp('files')}")
    yield House(session_maker(engine), client, storage, address, secrets)
    await client.aclose()


@pytest.fixture(scope="session")
def dispatcher(house: House) -> Dispatcher:
    """One for the run: aiogram's routers can be put into one dispatcher only."""
    return build_dispatcher(house)


@pytest.fixture
async def bot(
    telegram: Telegram, dispatcher: Dispatcher, sessions: Sessions, redis: Redis
) -> AsyncIterator[Bot]:
    """Listening, over a database and a Redis that are empty."""
    async with connect_patiently(settings_for(telegram)) as bot, polling(dispatcher, bot):
        await set_menu(bot)
        yield bot


@pytest.fixture
async def alice(telegram: Telegram, bot: Bot) -> Person:
    return await registered(telegram.person("Alice"), "alice")


@pytest.fixture
async def bob(telegram: Telegram, bot: Bot) -> Person:
    return await registered(telegram.person("Bob"), "bob")


@pytest.fixture
async def notifier(
    telegram: Telegram, postgres: EmbeddedPostgres, house: House, redis: Redis, tmp_path: Path
) -> AsyncIterator[NotifierProcess]:
    async with NotifierProcess(environment(telegram, postgres, house), tmp_path) as process:
        yield process


def environment(telegram: Telegram, postgres: EmbeddedPostgres, house: House) -> dict[str, str]:
    """The settings of a process that shares the house."""
    return {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": os.environ["REDIS_URL"],
        "STORAGE_URL": house.storage.url,
        "SECRET_KEY": house.secrets.secret_key.get_secret_value(),
        "PUBLIC_URL": house.address.base,
        "BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "ALERT_DELAY": "0",
        "LOG_FORMAT": "console",
    }


async def registered(person: Person, username: str) -> Person:
    await person.says("/start")
    await person.hears("choose your username")
    await person.says(username)
    await person.hears(f"Welcome, {username}")
    return person


def settings_for(telegram: Telegram) -> TelegramSettings:
    return TelegramSettings(bot_token=SecretStr(telegram.token), telegram_api_url=telegram.url)


@asynccontextmanager
async def polling(dispatcher: Dispatcher, bot: Bot) -> AsyncIterator[None]:
    task = asyncio.create_task(poll(dispatcher, bot))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await dispatcher.emit_shutdown(bot=bot)
