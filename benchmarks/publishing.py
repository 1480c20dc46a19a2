"""Publishing a paste durably, compared with one INSERT of the same text."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Final

import asyncpg
from redis.asyncio import Redis

from auth.models import TelegramId, User
from auth.wiring import account_service
from benchmarks.measuring import best_of_rounds
from benchmarks.processes import MEASURED, computing_on
from benchmarks.sample import SIZE, python, sample
from benchmarks.servers import Servers
from benchmarks.table import Row
from kernel.contents import Contents
from kernel.database import Sessions, connect_database, session_maker
from kernel.redis import connect_redis
from kernel.settings import SecretSettings, read_settings
from kernel.storage import Storage
from kernel.transaction import Jobs, transaction
from posts.models import Draft, Post
from posts.wiring import post_service

_PARALLEL: Final = 8
_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Publisher:
    """An author with an account, and the connections with which the bot publishes."""

    sessions: Sessions
    redis: Redis
    storage: Storage
    author: User

    async def publish(self, draft: Draft) -> Post:
        jobs = Jobs()
        async with self.sessions() as session, transaction(session, jobs):
            service = post_service(session, self.redis, Contents(session, self.storage), jobs)
            return await service.publish(self.author, draft)


@asynccontextmanager
async def open_publisher(servers: Servers) -> AsyncIterator[Publisher]:
    engine, redis = connect_database(servers.database_url), connect_redis(servers.redis_url)
    sessions = session_maker(engine)
    async with sessions() as session, transaction(session, Jobs()):
        author = await account_service(session, redis, read_settings(SecretSettings)).register(
            TelegramId(1), "alice"
        )
    yield Publisher(sessions, redis, Storage(servers.storage_url), author)
    await redis.aclose()
    await engine.dispose()


async def measure(servers: Servers, publisher: Publisher) -> list[Row]:
    numbers = count(1)
    async with asyncpg.create_pool(servers.database_url, min_size=_PARALLEL, max_size=_PARALLEL) as pool:
        await pool.execute(
            "CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text)"
        )

        async def publish() -> object:
            return await publisher.publish(sample(next(numbers)))

        async def insert() -> object:
            return await pool.execute("INSERT INTO bare (text) VALUES ($1)", python(SIZE))

        with computing_on(MEASURED):
            ours, bare = await best_of_rounds([partial(_times_a_second, job) for job in (publish, insert)])
    return [Row(f"Publish a 3.5 KB paste, {_PARALLEL} at once", "/s", ours, "one INSERT", bare, at_least=0.5)]


async def _times_a_second(job: Callable[[], Awaitable[object]]) -> float:
    async def work(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            await job()
            done += 1
        return done

    start = time.perf_counter()
    done = await asyncio.gather(*(work(start + _SECONDS) for _ in range(_PARALLEL)))
    return sum(done) / (time.perf_counter() - start)
