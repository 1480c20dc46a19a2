"""The door of the room, two authors, and the folder where content lies."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from kernel.cache import connect_redis
from kernel.database import Sessions
from kernel.settings import SecretSettings
from kernel.storage import Storage
from posts.models import Origin
from tests.doors import Door, accounts_door, posts_door

STRANGER = TelegramId(7_000_000_003)
ORIGIN = Origin(bot_id=1, chat_id=STRANGER, message_id=7)


@pytest.fixture
def posts(sessions: Sessions, redis: Redis, storage: Storage) -> Door:
    return posts_door(sessions, redis, storage)


@pytest.fixture
async def no_redis() -> AsyncIterator[Redis]:
    """Nobody listens there."""
    client = connect_redis("redis://127.0.0.1:1/0")
    yield client
    await client.aclose()


@pytest.fixture
def posts_without_redis(sessions: Sessions, no_redis: Redis, storage: Storage) -> Door:
    return posts_door(sessions, no_redis, storage)


@pytest.fixture
async def alice(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> User:
    user: User = await accounts_door(sessions, redis, secrets).register(TelegramId(1), "alice")
    return user


@pytest.fixture
async def bob(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> User:
    user: User = await accounts_door(sessions, redis, secrets).register(TelegramId(2), "bob")
    return user


class ContentFolder:
    """What lies in the storage, whoever put it there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self) -> set[str]:
        return {str(file.relative_to(self._folder)) for file in self._folder.rglob("*") if file.is_file()}

    def obstruct(self, key: str) -> None:
        """Makes it a folder, which nobody can delete as a file."""
        self.hide(key)
        (self._folder / key).mkdir()

    def hide(self, key: str) -> None:
        (self._folder / key).rename(self._folder.parent / "hidden")

    def show(self, key: str) -> None:
        (self._folder.parent / "hidden").rename(self._folder / key)


@pytest.fixture
def folder(storage: Storage, tmp_path: Path) -> ContentFolder:
    return ContentFolder(tmp_path / "files")
