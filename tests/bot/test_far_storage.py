"""Updates hold no connection to Postgres while they read or write the storage."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from aiogram.types import User as TelegramUser
from redis.asyncio import Redis

from auth.models import TelegramId, User
from bot.context import AppContext
from bot.services import find_person, open_services
from kernel.database import Sessions
from kernel.settings import SecretSettings
from kernel.storage import Storage
from posts.models import Draft, Origin, Part
from posts.texts import utf16
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.bucket import Bucket
from tests.doors import Door, accounts_door
from tests.far_storage import bucket as bucket
from tests.far_storage import held_connections as held_connections

ALICE, CAROL = TelegramId(77), TelegramId(78)
PASSWORD = "correct horse"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FULL = "Begin\n" + "long " * 500
CYRILLIC = "Привет, мир! Это просто текст.\n".encode("windows-1251") * 20


@pytest.fixture
def far_house(app: AppContext, sessions: Sessions, redis: Redis, bucket: Bucket) -> AppContext:
    """Return an application context whose storage is the bucket."""
    return replace(app, sessions=sessions, redis=redis, storage=Storage(bucket.url))


@pytest.fixture
def accounts(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> Door:
    return accounts_door(sessions, redis, secrets)


@pytest.fixture
async def alice(accounts: Door) -> User:
    user: User = await accounts.register(ALICE, "alice")
    return user


async def test_who_had_blocked_the_bot_publishes_as_everybody_does(
    far_house: AppContext, accounts: Door, alice: User, held_connections: list[int]
) -> None:
    await accounts.set_reachable(ALICE, False)
    async with open_services(far_house, 1) as services:
        known = await find_person(services, far_house, ALICE, "en", is_writing=True)
        assert known.user == alice
        await services.publishing.submit(alice, ALICE, draft_of_text("I am back"))
    assert held_connections
    assert not any(held_connections)
    [recipient] = await accounts.recipients([alice.id])
    assert recipient.telegram_id == ALICE


@pytest.mark.parametrize("wanted", ["carol", "alice"])
async def test_what_waited_for_an_account_is_published_for_it(
    far_house: AppContext, accounts: Door, alice: User, held_connections: list[int], wanted: str
) -> None:
    await accounts.set_password(alice.id, PASSWORD)
    await keep(far_house, draft_of_text(FULL, origin=Origin(1, CAROL, 1), parts=(part(1, FULL),)))
    await keep(far_house, draft_of_text("the end", origin=Origin(1, CAROL, 2), parts=(part(2, "the end"),)))
    await keep(far_house, draft_of_file("a.txt", CYRILLIC, origin=Origin(1, CAROL, 3)))
    held_connections.clear()
    async with open_services(far_house, 1) as services:
        if wanted == "alice":
            welcome = await services.registration.log_in(CAROL, wanted, PASSWORD)
        else:
            person = TelegramUser(id=CAROL, is_bot=False, first_name="Carol")
            welcome = await services.registration.complete(person, wanted, None)
    assert held_connections
    assert not any(held_connections)
    assert [outcome.title for _, outcome in welcome.outcomes] == ["Begin", "a.txt"]
    async with open_services(far_house, 1) as services:
        assert await services.publishing.draft_titles(CAROL) == []


async def test_what_is_kept_while_an_account_is_made_is_published_too(
    far_house: AppContext, accounts: Door, held_connections: list[int]
) -> None:
    async with open_services(far_house, 1) as services:
        prepared = await services.publishing.prepare_drafts(CAROL)
        await keep(far_house, draft_of_text("sent meanwhile", origin=Origin(1, CAROL, 4)))
        user = await services.accounts.register(CAROL, "carol")
        [(_, post)] = await services.publishing.release_drafts(user, CAROL, prepared)
    assert post.title == "sent meanwhile"


async def keep(app: AppContext, draft: Draft) -> None:
    async with open_services(app, 1) as services:
        await services.publishing.save_for_stranger(CAROL, draft)


def part(number: int, text: str) -> Part:
    return Part(number, utf16.length(text), NOON)
