"""Fixtures: a worker in this process, the local Telegram, and people who follow each other."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiogram import Bot
from pydantic import SecretStr
from redis.asyncio import Redis

from auth.models import User
from kernel.address import PublicAddress
from kernel.database import Sessions
from kernel.settings import LimitSettings, SecretSettings, TelegramSettings
from kernel.storage import Storage
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from notifier.telegram import connect_telegram
from notifier.worker import Worker
from tests.conversation import Person, Telegram
from tests.doors import (
    accounts_door,
    conversations_door,
    exports_door,
    inbox_door,
    outbox_door,
    posts_door,
    subscriptions_door,
)
from tests.notifier.village import Village


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram, closing: list[asyncio.Task[None]]) -> AsyncIterator[Bot]:
    settings = TelegramSettings(bot_token=SecretStr(telegram.token), telegram_api_url=telegram.url)
    bot = connect_telegram(settings)
    yield bot
    closing.append(asyncio.create_task(bot.session.close()))


@pytest.fixture
def worker(sessions: Sessions, redis: Redis, storage: Storage, bot: Bot, secrets: SecretSettings) -> Worker:
    """A worker that sends alerts without a delay."""
    address = PublicAddress("https://postebin.example.com")
    return Worker(sessions, redis, storage, bot, address, secrets, timedelta(0), LimitSettings())


@pytest.fixture
def files(tmp_path: Path, storage: Storage) -> Callable[[], set[str]]:
    """A function that returns the keys of all stored content files."""
    folder = tmp_path / "files"
    return lambda: {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


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
        exports_door(sessions),
        inbox_door(sessions),
        outbox_door(sessions),
        conversations_door(sessions),
    )


@pytest.fixture
async def alice(village: Village) -> User:
    """The author."""
    _, user = await village.joins("alice")
    return user


@pytest.fixture
def phone(village: Village, alice: User) -> Person:
    """The author's chat."""
    return village.telegram.person("alice")


@pytest.fixture
async def bob(village: Village, alice: User) -> Person:
    """A follower of alice."""
    return await village.follows("bob", "alice")


@pytest.fixture
def settings(
    postgres: EmbeddedPostgres,
    redis_server: EmbeddedRedis,
    telegram: Telegram,
    secrets: SecretSettings,
    tmp_path: Path,
) -> dict[str, str]:
    """The settings of a worker process; `REDIS_URL` is set in this process, too, for its queue."""
    os.environ["REDIS_URL"] = redis_server.url
    return {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": redis_server.url,
        "STORAGE_URL": f"file://{tmp_path / 'files'}",
        "SECRET_KEY": secrets.secret_key.get_secret_value(),
        "BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "PUBLIC_URL": "https://postebin.example.com",
        "ALERT_DELAY": "0",
        "LOG_FORMAT": "json",
    }
