"""Application context: connections, settings and analysis workers of the bot's process."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from kernel.address import PublicAddress
from kernel.database import Sessions, connect_database, session_maker
from kernel.monitoring.database_pool import watch_engine
from kernel.redis import connect_redis
from kernel.settings import (
    AddressSettings,
    ChatSettings,
    DatabaseSettings,
    GroupingSettings,
    LimitSettings,
    RedisSettings,
    SecretSettings,
    StorageSettings,
    read_settings,
)
from kernel.storage import Storage
from posts.analysis.analyst import Analyst, analysis_workers

# Whoever writes meanwhile waits; work whose connection is lost is retried.
_DATABASE_TIMEOUT_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class AppContext:
    """Connections and settings, open as long as the process runs.

    `chat_url` is where people find the bot, if that is not on t.me.
    """

    sessions: Sessions
    redis: Redis
    storage: Storage
    address: PublicAddress
    secrets: SecretSettings
    limits: LimitSettings
    grouping: GroupingSettings
    analyst: Analyst
    chat_url: str | None = None

    @property
    def engine(self) -> AsyncEngine:
        """The engine, for connections outside of transactions."""
        engine: AsyncEngine = self.sessions.kw["bind"]
        return engine


@asynccontextmanager
async def open_app() -> AsyncIterator[AppContext]:
    """Connect to all services by the settings; disconnect at the end."""
    async with AsyncExitStack() as stack:
        url = read_settings(DatabaseSettings).database_url
        engine = connect_database(url, _DATABASE_TIMEOUT_SECONDS, is_retried=True)
        stack.push_async_callback(engine.dispose)
        watch_engine(engine)
        redis = connect_redis(read_settings(RedisSettings).redis_url)
        stack.push_async_callback(redis.aclose)
        workers = analysis_workers()
        stack.push_async_callback(workers.stop)
        yield AppContext(
            session_maker(engine),
            redis,
            Storage(read_settings(StorageSettings).storage_url),
            PublicAddress(read_settings(AddressSettings).public_url),
            read_settings(SecretSettings),
            read_settings(LimitSettings),
            read_settings(GroupingSettings),
            Analyst(workers),
            read_settings(ChatSettings).chat_url,
        )
