"""The rooms' doors as the faces use them: each call is a transaction of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from auth.wiring import account_service
from kernel.database import Sessions
from kernel.settings import SecretSettings
from kernel.storage import Storage
from kernel.transaction import Jobs, transaction
from notifier.wiring import subscription_service
from posts.wiring import post_service


class Door:
    """`await door.publish(…)` opens a transaction, publishes, commits, and lets the jobs leave."""

    def __init__(self, open_room: Callable[[], AbstractAsyncContextManager[object]]) -> None:
        self._open = open_room

    def __getattr__(self, use_case: str) -> Callable[..., Awaitable[Any]]:
        async def call(*args: object, **named: object) -> Any:
            async with self._open() as service:
                return await getattr(service, use_case)(*args, **named)

        return call


def accounts_door(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> Door:
    return _door(sessions, lambda session, _: account_service(session, redis, secrets))


def posts_door(sessions: Sessions, redis: Redis, storage: Storage) -> Door:
    return _door(sessions, lambda session, jobs: post_service(session, redis, storage, jobs))


def subscriptions_door(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> Door:
    return _door(
        sessions,
        lambda session, _: subscription_service(session, account_service(session, redis, secrets)),
    )


def _door(sessions: Sessions, build: Callable[[AsyncSession, Jobs], object]) -> Door:
    @asynccontextmanager
    async def open_room() -> AsyncIterator[object]:
        jobs = Jobs()
        async with sessions() as session, transaction(session, jobs):
            yield build(session, jobs)

    return Door(open_room)
