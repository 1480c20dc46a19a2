"""The connections and settings of a worker process, and the services of one transaction."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aiogram import Bot
from redis.asyncio import Redis

from auth.service import AccountService
from auth.wiring import account_service
from kernel.address import PublicAddress
from kernel.chats.cleaning import ChatCleaning
from kernel.contents import Contents
from kernel.database import Sessions, connect_database, session_maker
from kernel.redis import connect_redis
from kernel.settings import (
    AddressSettings,
    AlertSettings,
    DatabaseSettings,
    LimitSettings,
    RedisSettings,
    SecretSettings,
    StorageSettings,
    TelegramSettings,
    read_settings,
)
from kernel.storage import Storage
from kernel.transaction import Jobs, transaction
from notifier.deliveries import Deliveries
from notifier.exports.repository import Exports
from notifier.repository import SubscriberRepository
from notifier.telegram import connect_telegram
from posts.deleting import Deleting
from posts.files.sweep import OrphanSweeper
from posts.moderation import Moderation
from posts.pastes.events import EventOutbox
from posts.pastes.service import PostService
from posts.personal_data import PersonalData
from posts.wiring import allowance_by, post_services

# Longer than the deletion of a month's rows takes.
_DATABASE_TIMEOUT_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Services:
    """The services of one transaction."""

    accounts: AccountService
    posts: PostService
    events: EventOutbox
    deleting: Deleting
    sweeper: OrphanSweeper
    moderation: Moderation
    personal_data: PersonalData
    subscribers: SubscriberRepository
    deliveries: Deliveries
    exports: Exports
    chats: ChatCleaning


@dataclass(frozen=True, slots=True)
class Worker:
    """The connections and settings that all tasks of a process share."""

    sessions: Sessions
    redis: Redis
    storage: Storage
    bot: Bot
    address: PublicAddress
    secrets: SecretSettings
    alert_delay: timedelta
    limits: LimitSettings

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Services]:
        """Run a transaction, and yield its services. Its jobs run after the commit."""
        jobs = Jobs()
        async with self.sessions() as session, transaction(session, jobs):
            contents = Contents(session, self.storage)
            posts = post_services(session, self.redis, contents, jobs, allowance_by(self.limits))
            yield Services(
                account_service(session, self.redis, self.secrets),
                posts.reading,
                posts.events,
                posts.deleting,
                posts.sweeper,
                posts.moderation,
                posts.personal_data,
                SubscriberRepository(session),
                Deliveries(session),
                Exports(session),
                ChatCleaning(session),
            )


@asynccontextmanager
async def open_worker() -> AsyncIterator[Worker]:
    """Read the settings and connect; disconnect at the end."""
    async with AsyncExitStack() as stack:
        engine = connect_database(read_settings(DatabaseSettings).database_url, _DATABASE_TIMEOUT_SECONDS)
        stack.push_async_callback(engine.dispose)
        redis = connect_redis(read_settings(RedisSettings).redis_url)
        stack.push_async_callback(redis.aclose)
        bot = connect_telegram(read_settings(TelegramSettings))
        stack.push_async_callback(bot.session.close)
        yield Worker(
            session_maker(engine),
            redis,
            Storage(read_settings(StorageSettings).storage_url),
            bot,
            PublicAddress(read_settings(AddressSettings).public_url),
            read_settings(SecretSettings),
            timedelta(seconds=read_settings(AlertSettings).alert_delay),
            read_settings(LimitSettings),
        )
