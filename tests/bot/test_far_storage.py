"""While bytes travel to or from the storage, no connection to Postgres is held for an update."""

from dataclasses import replace

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from bot.house import House
from bot.services import meet, open_services
from kernel.database import Sessions
from kernel.settings import SecretSettings
from kernel.storage import Storage
from posts.texts.drafts import draft_of_text
from tests.bucket import Bucket
from tests.doors import Door, accounts_door
from tests.far_storage import bucket as bucket
from tests.far_storage import held_connections as held_connections

ALICE = TelegramId(77)


@pytest.fixture
def far_house(house: House, sessions: Sessions, redis: Redis, bucket: Bucket) -> House:
    """An empty one, whose storage is the bucket."""
    return replace(house, sessions=sessions, redis=redis, storage=Storage(bucket.url))


@pytest.fixture
def accounts(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> Door:
    return accounts_door(sessions, redis, secrets)


@pytest.fixture
async def alice(accounts: Door) -> User:
    user: User = await accounts.register(ALICE, "alice")
    return user


async def test_who_had_blocked_the_bot_publishes_as_everybody_does(
    far_house: House, accounts: Door, alice: User, held_connections: list[int]
) -> None:
    await accounts.set_reachable(ALICE, False)
    async with open_services(far_house, 1) as services:
        known = await meet(services, far_house, ALICE, "en", is_writing=True)
        assert known.user == alice
        await services.publishing.submit(alice, ALICE, draft_of_text("I am back"))
    assert held_connections
    assert not any(held_connections)
    [recipient] = await accounts.recipients([alice.id])
    assert recipient.telegram_id == ALICE
