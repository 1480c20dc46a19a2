"""A bot that listens on the local Telegram, in this process."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram import Bot, Dispatcher
from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from auth.models import TelegramId
from bot.context import AppContext
from bot.dispatcher import build_dispatcher
from bot.running import RunningBot, running, update_types
from bot.telegram_client import connect_with_retries
from bot.updates.polling import polling
from kernel.address import PublicAddress
from kernel.contents import Contents
from kernel.database import Sessions, session_maker
from kernel.monitoring.health import Checks
from kernel.phrases import supported_language
from kernel.redis import connect_redis
from kernel.settings import GroupingSettings, LimitSettings, SecretSettings, TelegramSettings
from kernel.storage import Storage
from kernel.transaction import Jobs
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from notifier.telegram import connect_telegram
from posts.models import Post, PostUrl
from posts.wiring import post_service
from tests.analysts import ANALYST
from tests.chat_message import ChatMessage
from tests.conversation import Telegram
from tests.doors import accounts_door
from tests.installation import begin_installation
from tests.person import Person
from tests.worker import NotifierProcess

_CHANGEABLE = SettingsConfigDict(frozen=False, validate_assignment=True, env_file=None)
# What a person says is delivered together, however many messages it becomes.
_SHORT_SILENCE_SECONDS = 0.05


class Limits(LimitSettings):
    """A test may change them while the bot runs."""

    model_config = _CHANGEABLE


class Grouping(GroupingSettings):
    """A test may change it while the bot runs."""

    model_config = _CHANGEABLE


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        yield telegram


@pytest.fixture(scope="session")
async def app(
    engine: AsyncEngine, redis_server: EmbeddedRedis, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[AppContext]:
    # The bot reaches the queue through Celery, which reads its settings itself.
    os.environ["REDIS_URL"] = redis_server.url
    client = connect_redis(redis_server.url)
    secrets = SecretSettings(secret_key=SecretStr("a secret key for tests, long enough"))
    address = PublicAddress("http://localhost:8080")
    storage = Storage(f"file://{tmp_path_factory.mktemp('files')}")
    grouping = Grouping(silence_period_seconds=_SHORT_SILENCE_SECONDS)
    await begin_installation(session_maker(engine), storage)
    yield AppContext(session_maker(engine), client, storage, address, secrets, Limits(), grouping, ANALYST)
    await client.aclose()


@pytest.fixture
def limits(app: AppContext) -> Iterator[Limits]:
    """Limits of the bot, reset after the test."""
    assert isinstance(app.limits, Limits)
    before = app.limits.model_dump()
    yield app.limits
    for name, value in before.items():
        setattr(app.limits, name, value)


@pytest.fixture(scope="session")
def dispatcher(app: AppContext) -> Dispatcher:
    """One dispatcher for the session: aiogram's routers can be included in one only."""
    return build_dispatcher(app)


@pytest.fixture
async def bot(
    telegram: Telegram,
    app: AppContext,
    dispatcher: Dispatcher,
    sessions: Sessions,
    redis: Redis,
    closing: list[asyncio.Task[None]],
) -> AsyncIterator[Bot]:
    """Run the bot over an empty database and Redis."""
    bot, sending = connect_with_retries(settings_for(telegram)), connect_telegram(settings_for(telegram))
    async with at_work(app, dispatcher, bot, sending):
        yield bot
    closing += [asyncio.create_task(one.session.close()) for one in (bot, sending)]


@pytest.fixture
def usual_silence(app: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by default: for what happens between the parts of a text."""
    monkeypatch.setattr(app.grouping, "silence_period_seconds", 1.0)


@pytest.fixture
def long_silence(app: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """More time for what is to be done before a text is taken as whole: a busy machine has none to spare."""
    monkeypatch.setattr(app.grouping, "silence_period_seconds", 5.0)


@pytest.fixture
async def alice(telegram: Telegram, bot: Bot, app: AppContext) -> Person:
    return await with_account(telegram.person("Alice"), "alice", app)


@pytest.fixture
async def bob(telegram: Telegram, bot: Bot, app: AppContext) -> Person:
    return await with_account(telegram.person("Bob"), "bob", app)


@pytest.fixture
async def notifier(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, redis: Redis, tmp_path: Path
) -> AsyncIterator[NotifierProcess]:
    async with NotifierProcess(environment(telegram, postgres, app), tmp_path) as process:
        yield process


def environment(telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext) -> dict[str, str]:
    """Return the settings of a process with the same connections."""
    return {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": os.environ["REDIS_URL"],
        "STORAGE_URL": app.storage.url,
        "SECRET_KEY": app.secrets.secret_key.get_secret_value(),
        "PUBLIC_URL": app.address.base,
        "BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "ALERT_DELAY": "0",
        "LOG_FORMAT": "console",
    }


async def with_account(person: Person, username: str, app: AppContext) -> Person:
    """As if they had registered before, without the conversation."""
    accounts = accounts_door(app.sessions, app.redis, app.secrets)
    await accounts.register(TelegramId(person.id), username, supported_language(person.account.language_code))
    person.account.started = True
    return person


async def registered(person: Person, username: str) -> Person:
    """By a conversation with the bot."""
    await person.says("/start")
    await person.hears("choose your username")
    await person.says(username)
    await person.hears(f"Welcome, {username}")
    return person


async def pasted(person: Person, text: str) -> ChatMessage:
    """Publish a text; return its card."""
    await person.says(text)
    return await person.hears(r"(?s)^[^\n]*\nhttp.* · ")


async def published(app: AppContext, url: str) -> str:
    """Return the text that everybody reads at this address."""
    async with app.sessions() as session:
        posts = post_service(session, app.redis, Contents(session, app.storage), Jobs())
        return (await posts.content(await posts.open(PostUrl(url), None))).decode()


async def opened(app: AppContext, url: str) -> Post:
    """Open a paste as everybody does. Raises the error that they would read."""
    async with app.sessions() as session:
        posts = post_service(session, app.redis, Contents(session, app.storage), Jobs())
        return await posts.open(PostUrl(url), None)


def settings_for(telegram: Telegram) -> TelegramSettings:
    return TelegramSettings(bot_token=SecretStr(telegram.token), telegram_api_url=telegram.url)


@asynccontextmanager
async def at_work(
    app: AppContext, dispatcher: Dispatcher, bot: Bot, sending: Bot
) -> AsyncIterator[RunningBot]:
    """Run the bot as `python -m bot` does, by long polling."""
    async with (
        running(app, dispatcher, bot, sending) as this,
        polling(app, this.receiver, bot, update_types(dispatcher), Checks()),
    ):
        yield this
