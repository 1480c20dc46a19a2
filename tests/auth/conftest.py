"""Fixtures: the service of accounts, and two accounts."""

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from kernel.database import Sessions
from kernel.settings import SecretSettings
from tests.doors import Door, accounts_door

ALICE = TelegramId(7_000_000_001)  # ids have more than 32 bits
BOB = TelegramId(7_000_000_002)
STRANGER = TelegramId(7_000_000_003)
PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> Door:
    return accounts_door(sessions, redis, secrets)


@pytest.fixture
async def alice(accounts: Door) -> User:
    user: User = await accounts.register(ALICE, "alice", "en")
    return user


@pytest.fixture
async def bob(accounts: Door) -> User:
    user: User = await accounts.register(BOB, "bob")
    return user


@pytest.fixture
async def alice_with_password(accounts: Door, alice: User) -> User:
    await accounts.set_password(alice.id, PASSWORD)
    return alice
