"""The services as the bot and the viewer use them: each call is a transaction."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import fields
from typing import Any

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from auth.rate_limits import TRIES_PER_CHAT
from auth.wiring import account_service
from kernel.chats.conversations import Conversations
from kernel.chats.inbox import Inbox
from kernel.chats.outbox import Outbox
from kernel.contents import transaction_with_contents
from kernel.database import Sessions
from kernel.settings import SecretSettings
from kernel.storage import Storage
from kernel.transaction import Jobs, transaction
from notifier.wiring import bot_address_repository, export_service, subscription_service
from posts.limits import Allowance
from posts.wiring import AuthoringServices, PostServices, authoring_services, post_services
from tests.analysts import ANALYST


class Door:
    """A service whose calls, such as `await door.publish(…)`, commit and then send their jobs."""

    def __init__(self, open_room: Callable[[], AbstractAsyncContextManager[object]]) -> None:
        self._open = open_room

    def one_transaction(self) -> AbstractAsyncContextManager[Any]:
        """Run several use cases in one transaction."""
        return self._open()

    def __getattr__(self, use_case: str) -> Callable[..., Awaitable[Any]]:
        async def call(*args: object, **named: object) -> Any:
            async with self._open() as service:
                return await getattr(service, use_case)(*args, **named)

        return call


def accounts_door(
    sessions: Sessions, redis: Redis, secrets: SecretSettings, failed_tries: int = TRIES_PER_CHAT
) -> Door:
    return _door(sessions, lambda session, _: account_service(session, redis, secrets, failed_tries))


def posts_door(
    sessions: Sessions, redis: Redis, storage: Storage, allowance: Allowance | None = None
) -> Door:
    """Return a door to all use cases of pastes, by their names."""
    limits = allowance or Allowance()

    @asynccontextmanager
    async def open_room() -> AsyncIterator[object]:
        jobs = Jobs()
        async with sessions() as session, transaction_with_contents(session, jobs, storage) as contents:
            stores = (session, redis, contents, jobs, limits)
            posts = post_services(*stores)
            yield _AllOf(posts, authoring_services(*stores, ANALYST, posts.reading))

    return Door(open_room)


class _AllOf:
    def __init__(self, posts: PostServices, authoring: AuthoringServices) -> None:
        self._services = [
            getattr(services, field.name) for services in (posts, authoring) for field in fields(services)
        ]

    def __getattr__(self, use_case: str) -> Any:
        return next(getattr(service, use_case) for service in self._services if hasattr(service, use_case))


def subscriptions_door(sessions: Sessions, redis: Redis, secrets: SecretSettings) -> Door:
    return _door(
        sessions,
        lambda session, _: subscription_service(session, account_service(session, redis, secrets)),
    )


def exports_door(sessions: Sessions) -> Door:
    return _door(sessions, lambda session, _: export_service(session))


def inbox_door(sessions: Sessions, bot_id: int = 1) -> Door:
    return _door(sessions, lambda session, _: Inbox(session, bot_id))


def outbox_door(sessions: Sessions, bot_id: int = 1) -> Door:
    return _door(sessions, lambda session, _: Outbox(session, bot_id))


def conversations_door(sessions: Sessions) -> Door:
    return _door(sessions, lambda session, _: Conversations(session))


def bot_address_door(sessions: Sessions) -> Door:
    return _door(sessions, lambda session, _: bot_address_repository(session))


def _door(sessions: Sessions, build: Callable[[AsyncSession, Jobs], object]) -> Door:
    @asynccontextmanager
    async def open_room() -> AsyncIterator[object]:
        jobs = Jobs()
        async with sessions() as session, transaction(session, jobs):
            yield build(session, jobs)

    return Door(open_room)
