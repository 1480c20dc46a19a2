"""A worker in this process, on the local Telegram, and people who follow each other there."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiogram import Bot
from pydantic import SecretStr
from redis.asyncio import Redis

from auth.models import User
from kernel.address import PublicAddress
from kernel.database import Sessions
from kernel.settings import SecretSettings, TelegramSettings
from kernel.storage import Storage
from notifier.telegram import connect_telegram
from notifier.wiring import Worker
from tests.conversation import Person, Telegram
from tests.doors import accounts_door, posts_door, subscriptions_door
from tests.notifier.village import Village


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    settings = TelegramSettings(bot_token=SecretStr(telegram.token), telegram_api_url=telegram.url)
    bot = connect_telegram(settings)
    yield bot
    await bot.session.close()


@pytest.fixture
def worker(sessions: Sessions, redis: Redis, storage: Storage, bot: Bot, secrets: SecretSettings) -> Worker:
    """Without a delay."""
    address = PublicAddress("https://postebin.example.com")
    return Worker(sessions, redis, storage, bot, address, secrets, alert_delay=timedelta(0))


@pytest.fixture
def village(
    telegram: Telegram, sessions: Sessions, redis: Redis, storage: Storage, secrets: SecretSettings
) -> Village:
    return Village(
        telegram,
        sessions,
        accounts_door(sessions, redis, secrets),
        posts_door(sessions, redis, storage),
        subscriptions_door(sessions, redis, secrets),
    )


@pytest.fixture
async def alice(village: Village) -> User:
    """She publishes."""
    _, user = await village.joins("alice")
    return user


@pytest.fixture
async def bob(village: Village, alice: User) -> Person:
    """He follows alice."""
    return await village.follows("bob", "alice")
