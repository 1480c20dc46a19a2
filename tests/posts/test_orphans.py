"""Files that a crash left without a row."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from kernel.database import Sessions
from kernel.storage import Storage
from kernel.transaction import Jobs, transaction
from posts.drafts import draft_of_text
from posts.wiring import post_service

NOW = timedelta(0)


@pytest.fixture
async def needed(sessions: Sessions, redis: Redis, storage: Storage, alice: User) -> None:
    """A paste and a kept draft, each with its file."""
    async with sessions() as session, transaction(session, jobs := Jobs()):
        posts = post_service(session, redis, storage, jobs)
        await posts.publish(alice, draft_of_text("a paste"))
        await posts.keep_draft(TelegramId(7), draft_of_text("a draft"))


async def swept(sessions: Sessions, redis: Redis, storage: Storage, age: timedelta) -> int:
    async with sessions() as session:
        return await post_service(session, redis, storage, Jobs()).sweep_orphans(age)


@pytest.mark.usefixtures("needed")
async def test_only_files_that_nothing_needs_are_swept(
    sessions: Sessions, redis: Redis, storage: Storage
) -> None:
    orphan = await storage.put(b"left by a crash")
    assert await swept(sessions, redis, storage, NOW) == 1
    with pytest.raises(FileNotFoundError):
        await storage.get(orphan)
    assert await swept(sessions, redis, storage, NOW) == 0


async def test_young_files_are_left_alone(sessions: Sessions, redis: Redis, storage: Storage) -> None:
    young = await storage.put(b"its row comes in a moment")
    assert await swept(sessions, redis, storage, timedelta(days=1)) == 0
    assert await storage.get(young) == b"its row comes in a moment"
