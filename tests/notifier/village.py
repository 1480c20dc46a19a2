"""People with accounts and chats, and the services that the tests call for them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from auth.models import TelegramId, User
from kernel.database import Sessions
from notifier.events import plan_alerts
from notifier.sending import send_alerts
from notifier.worker import Worker
from posts.models import Post
from posts.texts.drafts import draft_of_text
from tests.conversation import Person, Telegram
from tests.doors import Door
from tests.patience import PATIENCE

_ADD_PASTES = """
    WITH added AS (
        INSERT INTO posts.posts (title, url, content_source, created_by, language, size, lines, sha256)
        SELECT 'added', 'alice/' || content, content, :author, 'text', 1, 1, ''
        FROM unnest(CAST(:contents AS text[])) content RETURNING id, content_source
    )
    INSERT INTO posts.revisions (post_id, number, content_source, sha256, size)
    SELECT id, 1, content_source, '', 1 FROM added
"""


@dataclass(frozen=True)
class Village:
    """People who have an account and a chat with the bot."""

    telegram: Telegram
    sessions: Sessions
    accounts: Door
    posts: Door
    subscriptions: Door
    exports: Door
    inbox: Door
    outbox: Door
    conversations: Door

    async def joins(self, name: str, language: str | None = None) -> tuple[Person, User]:
        person = self.telegram.person(name)
        await person.says("/start")
        return person, await self.accounts.register(TelegramId(person.id), name, language)

    async def follows(self, name: str, followed: str, language: str | None = None) -> Person:
        person, user = await self.joins(name, language)
        await self.subscriptions.follow(user, followed)
        return person

    async def publishes(self, author: User, title: str = "note") -> Post:
        post: Post = await self.posts.publish(author, draft_of_text("text", title=title))
        return post

    async def changes(self, statement: str) -> None:
        """Run a statement for which there is no service, such as one that lets time pass."""
        async with self.sessions.begin() as session:
            await session.execute(text(statement))

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return rows that no service returns."""
        async with self.sessions() as session:
            return [tuple(row) for row in await session.execute(text(query))]

    async def count(self, table: str) -> int:
        ((number,),) = await self.rows(f"SELECT count(*) FROM {table}")
        return int(number)

    async def logs_in(self, name: str, user: User) -> Person:
        """Link another chat to an account."""
        person = self.telegram.person(name)
        await person.says("/start")
        await self.accounts.set_password(user.id, "correct horse")
        await self.accounts.log_in(TelegramId(person.id), user.username, "correct horse")
        return person

    async def has_many_followers(self, author: User, count: int) -> list[Person]:
        """Add followers by three statements, and return those who have a chat: the first hundred."""
        people = [self.telegram.person(f"f{number}") for number in range(1, min(count, 100) + 1)]
        for person in people:
            await person.says("/start")
        first = self.telegram.person("f1").id
        await self.changes(f"INSERT INTO auth.users (username) SELECT 'f' || generate_series(1, {count})")
        await self.changes(
            "INSERT INTO auth.telegram_accounts (telegram_id, user_id)"
            f" SELECT {first - 1} + substr(username, 2)::int, id FROM auth.users WHERE username ~ '^f[0-9]'"
        )
        await self.changes(
            "INSERT INTO notifier.subscribers (follower, followed)"
            f" SELECT id, {author.id} FROM auth.users WHERE username ~ '^f[0-9]'"
        )
        return people

    async def has_pastes_with(self, author: User, contents: Sequence[str]) -> None:
        """Add a paste with each content by one statement."""
        async with self.sessions.begin() as session:
            await session.execute(text(_ADD_PASTES), {"author": author.id, "contents": contents})

    async def deliveries(self) -> list[tuple[int, str, int]]:
        """Return recipient, status and attempts of each delivery."""
        rows = "SELECT recipient, status, attempts FROM notifier.deliveries ORDER BY recipient"
        async with self.sessions() as session:
            return [(row[0], row[1], row[2]) for row in await session.execute(text(rows))]

    async def statuses(self) -> list[str]:
        return [status for _, status, _ in await self.deliveries()]


async def tell(worker: Worker) -> None:
    await plan_alerts(worker)
    await send_alerts(worker)


async def a_day_passes(village: Village) -> None:
    await village.changes("UPDATE notifier.deliveries SET due_at = due_at - interval '1 day'")


async def until_there_are(village: Village, query: str, rows: list[tuple[Any, ...]]) -> None:
    """Wait until a query returns these rows."""
    async with asyncio.timeout(PATIENCE):
        while await village.rows(query) != rows:  # noqa: ASYNC110 - Postgres sets no event here
            await asyncio.sleep(0.01)


async def until(met: Callable[[], bool], within: float = PATIENCE) -> None:
    """Wait until the condition is met, while the local Telegram runs."""
    async with asyncio.timeout(within):
        while not met():  # noqa: ASYNC110 - what happens in another process sets no event here
            await asyncio.sleep(0.01)
