"""A local Telegram, an aiogram client and some people for each test."""

from collections.abc import AsyncIterator, Callable

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession

from tests.conversation import Person, Telegram
from tests.group import Group
from tests.local.telegram.calls import Http


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        yield telegram


@pytest.fixture(scope="session")
async def session() -> AsyncIterator[AiohttpSession]:
    """A session for all tests, because aiogram takes a quarter of a second to close it."""
    session = AiohttpSession()
    yield session
    await session.close()


@pytest.fixture
def connect(session: AiohttpSession) -> Callable[[Telegram], Bot]:
    """Return a function that makes an aiogram client for a local Telegram."""

    def connected(telegram: Telegram) -> Bot:
        session.api = TelegramAPIServer.from_base(telegram.url)
        return Bot(telegram.token, session=session)

    return connected


@pytest.fixture
def bot(telegram: Telegram, connect: Callable[[Telegram], Bot]) -> Bot:
    return connect(telegram)


@pytest.fixture
async def http(telegram: Telegram) -> AsyncIterator[Http]:
    async with ClientSession() as session:
        yield Http(session, telegram)


@pytest.fixture
async def alice(telegram: Telegram) -> Person:
    """A person who has already written to the bot."""
    alice = telegram.person("Alice", username="alice")
    await alice.says("/start")
    return alice


@pytest.fixture
def bob(telegram: Telegram) -> Person:
    return telegram.person("Bob")


@pytest.fixture
def developers(telegram: Telegram, alice: Person, bob: Person) -> Group:
    return telegram.group("Developers", [alice, bob])
