"""People who publish, through the services that the bot uses."""

from dataclasses import dataclass
from itertools import count

from redis.asyncio import Redis
from sqlalchemy import text

from auth.models import TelegramId, User
from auth.wiring import account_service
from kernel.database import Sessions
from kernel.settings import SecretSettings
from kernel.storage import Storage
from kernel.transaction import Jobs, transaction
from posts.drafts import draft_of_text
from posts.models import Post, Visibility
from posts.wiring import post_service

_telegram_ids = count(1_000)


@dataclass(frozen=True, slots=True)
class House:
    """What a process of the bot would hold."""

    sessions: Sessions
    redis: Redis
    storage: Storage
    secrets: SecretSettings

    async def author(self, username: str) -> "Author":
        jobs = Jobs()
        async with self.sessions() as session, transaction(session, jobs):
            accounts = account_service(session, self.redis, self.secrets)
            return Author(self, await accounts.register(TelegramId(next(_telegram_ids)), username))

    async def execute(self, statement: str, **values: object) -> None:
        """For what no service can do yet."""
        async with self.sessions.begin() as session:
            await session.execute(text(statement), values)


@dataclass(frozen=True, slots=True)
class Author:
    house: House
    user: User

    async def publishes(self, body: str, title: str | None = None, language: str | None = None) -> Post:
        jobs = Jobs()
        async with self.house.sessions() as session, transaction(session, jobs):
            posts = post_service(session, self.house.redis, self.house.storage, jobs)
            return await posts.publish(self.user, draft_of_text(body, title=title, language=language))

    async def deletes(self, post: Post) -> None:
        jobs = Jobs()
        async with self.house.sessions() as session, transaction(session, jobs):
            posts = post_service(session, self.house.redis, self.house.storage, jobs)
            await posts.delete(self.user, post.id)

    async def makes(self, post: Post, visibility: Visibility) -> None:
        await self.house.execute(
            "UPDATE posts.posts SET visibility = :visibility WHERE id = :id",
            visibility=visibility,
            id=post.id,
        )
