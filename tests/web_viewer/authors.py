"""Authors, who publish through the same services as the bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId, User
from auth.wiring import account_service
from kernel.contents import Contents, transaction_with_contents
from kernel.database import Sessions
from kernel.settings import SecretSettings
from kernel.storage import Storage
from kernel.transaction import Jobs
from posts.errors import ExpiryNotInFuture
from posts.limits import Allowance
from posts.models import Post, Terms, Visibility
from posts.pastes.reading_keys import reading_key
from posts.texts.drafts import draft_of_markdown, draft_of_text
from posts.wiring import AuthoringServices, PostServices, authoring_services, post_services
from tests.analysts import ANALYST
from tests.doors import subscriptions_door

_telegram_ids = count(1_000)


@dataclass(frozen=True, slots=True)
class House:
    """The connections of a process of the bot."""

    sessions: Sessions
    redis: Redis
    storage: Storage
    secrets: SecretSettings

    async def author(self, username: str) -> "Author":
        jobs = Jobs()
        async with self._transaction(jobs) as (session, _):
            accounts = account_service(session, self.redis, self.secrets)
            return Author(self, await accounts.register(TelegramId(next(_telegram_ids)), username))

    @asynccontextmanager
    async def posts(self) -> AsyncIterator[PostServices]:
        jobs = Jobs()
        async with self._transaction(jobs) as (session, contents):
            yield post_services(session, self.redis, contents, jobs, Allowance())

    @asynccontextmanager
    async def authoring(self) -> AsyncIterator[AuthoringServices]:
        jobs = Jobs()
        async with self._transaction(jobs) as (session, contents):
            stores = (session, self.redis, contents, jobs, Allowance())
            yield authoring_services(*stores, ANALYST, post_services(*stores).reading)

    @asynccontextmanager
    async def _transaction(self, jobs: Jobs) -> AsyncIterator[tuple[AsyncSession, Contents]]:
        async with (
            self.sessions() as session,
            transaction_with_contents(session, jobs, self.storage) as contents,
        ):
            yield session, contents

    async def damage(self, statement: str, **values: object) -> None:
        """Change rows as no service can."""
        async with self.sessions.begin() as session:
            await session.execute(text(statement), values)


@dataclass(frozen=True, slots=True)
class Author:
    house: House
    user: User

    async def publishes(
        self,
        body: str,
        title: str | None = None,
        language: str | None = None,
        terms: Terms | None = None,
        forwarded_from: str | None = None,
    ) -> Post:
        draft = draft_of_text(body, title=title, language=language)
        async with self.house.posts() as posts:
            return await posts.reading.publish(
                self.user, replace(draft, forwarded_from=forwarded_from), terms
            )

    async def revises(self, post: Post, *bodies: str) -> Post:
        """Edit the paste once for each body."""
        for body in bodies:
            async with self.house.authoring() as posts:
                post = await posts.editing.revise(self.user, post.id, draft_of_text(body))
        return post

    async def formats(self, post: Post, markdown: str) -> Post:
        """Edit the paste into a formatted text."""
        async with self.house.authoring() as posts:
            draft = draft_of_markdown(markdown, plain=markdown)
            return await posts.editing.revise(self.user, post.id, draft)

    async def renames(self, post: Post, title: str) -> Post:
        async with self.house.authoring() as posts:
            return await posts.editing.rename(self.user, post.id, title)

    async def makes(self, post: Post, visibility: Visibility) -> Post:
        async with self.house.authoring() as posts:
            return await posts.editing.set_visibility(self.user, post.id, visibility)

    async def lets_live_until(self, post: Post, end: datetime | None) -> Post:
        async with self.house.authoring() as posts:
            return await posts.editing.set_expiry(self.user, post.id, end)

    async def ends_soon(self, post: Post) -> datetime:
        """Return when the paste ends: later on a machine that is too slow to set so near an end."""
        for seconds in (0.2, 2, 20):
            end = datetime.now(UTC) + timedelta(seconds=seconds)
            with suppress(ExpiryNotInFuture):
                await self.lets_live_until(post, end)
                return end
        raise AssertionError(f"{post.url} could be given no end")

    async def lets_be_read_once(self, post: Post, *, burn: bool = True) -> Post:
        async with self.house.authoring() as posts:
            return await posts.editing.set_burning(self.user, post.id, burn=burn)

    async def calls_it(self, post: Post, language: str) -> Post:
        async with self.house.authoring() as posts:
            return await posts.editing.set_language(self.user, post.id, language)

    def key_to(self, post: Post, minutes: float = 5) -> str:
        """Return a reading key, as in the links that the bot gives to private pastes."""
        secret = self.house.secrets.secret_key.get_secret_value().encode()
        return reading_key(secret, post, timedelta(minutes=minutes))

    async def clears_history(self, post: Post) -> None:
        async with self.house.authoring() as posts:
            await posts.editing.clear_history(self.user, post.id)

    async def follows(self, username: str) -> None:
        await subscriptions_door(self.house.sessions, self.house.redis, self.house.secrets).follow(
            self.user, username
        )

    async def deletes(self, post: Post) -> None:
        async with self.house.posts() as posts:
            await posts.deleting.delete(self.user, post.id)
