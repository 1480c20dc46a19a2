"""The door of the room, two authors, the folder where content lies, and a hand on the clock."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from auth.models import TelegramId, User
from kernel.contents import transaction_with_contents
from kernel.database import Sessions
from kernel.redis import connect_redis
from kernel.settings import SecretSettings
from kernel.storage import Storage
from kernel.transaction import Jobs
from posts.analysis.analyst import Analyst
from posts.models import EventKind, Origin, Post, PostEvent, Visibility
from posts.pastes.limits import Allowance
from posts.texts.drafts import draft_of_text
from posts.wiring import AuthoringServices, authoring_services, post_services
from tests.analysts import ANALYST
from tests.doors import Door, accounts_door, posts_door
from tests.posts.keeping import unhurried_redis as unhurried_redis

STRANGER = TelegramId(7_000_000_003)
CHAT = TelegramId(1)  # of alice
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


Opened = AbstractAsyncContextManager[AuthoringServices]


@pytest.fixture
def one_transaction(sessions: Sessions, redis: Redis, storage: Storage) -> Callable[..., Opened]:
    """The services of a transaction that ends with the block; also with another analyst."""

    @asynccontextmanager
    async def opened(analyst: Analyst = ANALYST) -> AsyncIterator[AuthoringServices]:
        jobs = Jobs()
        async with sessions() as session, transaction_with_contents(session, jobs, storage) as contents:
            stores = (session, redis, contents, jobs, Allowance())
            yield authoring_services(*stores, analyst, post_services(*stores).reading)

    return opened


@pytest.fixture
async def alice(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> User:
    user: User = await accounts_door(sessions, redis, secrets).register(CHAT, "alice")
    return user


@pytest.fixture
async def bob(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> User:
    user: User = await accounts_door(sessions, redis, secrets).register(TelegramId(2), "bob")
    return user


@pytest.fixture
async def note(posts: Door, alice: User) -> Post:
    """A paste of alice's at `alice/note`."""
    post: Post = await posts.publish(alice, draft_of_text("a text", title="note"))
    return post


class Database:
    """What no door does: the passing of time, and a look at the rows."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def ago(self, column: str, time: str) -> None:
        """Moves all times of `schema.table.column` into the past, by an interval of Postgres'."""
        table, _, name = column.rpartition(".")
        async with self._sessions.begin() as session:
            await session.execute(text(f"UPDATE {table} SET {name} = {name} - interval '{time}'"))

    async def does(self, statement: str) -> None:
        """For what was so before, and no door makes so any more."""
        async with self._sessions.begin() as session:
            await session.execute(text(statement))

    async def count(self, table: str) -> int:
        async with self._sessions() as session:
            return int(await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)

    async def waits(self, task: asyncio.Future[Any]) -> bool:
        """Whether it comes to wait for a lock, and not to its end."""
        while not task.done():
            if await self.count("pg_locks WHERE NOT granted"):
                return True
            await asyncio.sleep(0.01)
        return False

    @asynccontextmanager
    async def purging(self, post: Post) -> AsyncIterator[None]:
        """Its row is gone for good once the block has ended."""
        async with self._sessions.begin() as session:
            await session.execute(text("DELETE FROM posts.posts WHERE id = :id"), {"id": post.id})
            yield

    async def expire(self, post: Post) -> None:
        """Its time ends now."""
        over = text("UPDATE posts.posts SET expires_at = clock_timestamp() WHERE id = :id")
        async with self._sessions.begin() as session:
            await session.execute(over, {"id": post.id})


@pytest.fixture
def database(sessions: Sessions) -> Database:
    return Database(sessions)


async def happened(posts: Door, *kinds: EventKind) -> list[PostEvent]:
    """What waits in the outbox."""
    events: list[PostEvent] = await posts.claim_events(kinds, timedelta(0), 100)
    return events


async def found(posts: Door, author: User, words: str, visibility: Visibility | None = None) -> list[str]:
    """The titles of what a search finds."""
    page = await posts.page_of(author.id, 0, 10, visibility, words)
    return [post.title for post in page.posts]


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
