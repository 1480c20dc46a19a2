"""Every process that keeps pages hears at once which are no longer right."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from local.redis import EmbeddedRedis
from posts.models import PostUrl
from posts.pages.cache import PageCache
from posts.pages.changes import LEASE, PageChanges
from tests.outage import stopped
from tests.patience import PATIENCE, awake

_URL = PostUrl("alice/note")


class Listener:
    def __init__(self, redis: Redis) -> None:
        self.forgotten: list[PostUrl] = []
        self.forgot_all = 0
        self.changes = PageChanges(redis, self.forgotten.append, self._forget_all)

    @property
    def is_trusted(self) -> bool:
        return asyncio.get_running_loop().time() < self.changes.trusted_until

    def _forget_all(self) -> None:
        self.forgot_all += 1


@asynccontextmanager
async def listening(redis: Redis) -> AsyncIterator[Listener]:
    listener = Listener(redis)
    async with listener.changes.heard():
        await until(lambda: listener.is_trusted)
        yield listener


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - what Redis says sets no event here
            await asyncio.sleep(0.005)


async def test_all_have_heard_of_a_change_when_it_is_made(redis: Redis) -> None:
    async with listening(redis) as one, listening(redis) as other:
        async with awake(LEASE):
            await PageCache(redis).forget(_URL)
        assert (one.forgotten, other.forgotten) == ([_URL], [_URL])


async def test_nothing_is_left_of_the_answers(redis: Redis) -> None:
    async with listening(redis):
        await PageCache(redis).forget(_URL)
        assert await redis.keys("posts:pages:heard:*") == []


async def test_who_lost_redis_trusts_nothing_and_forgets_all(
    redis: Redis, redis_server: EmbeddedRedis
) -> None:
    async with listening(redis) as listener:
        before = listener.forgot_all
        async with stopped(redis_server):
            await until(lambda: not listener.is_trusted)
        await until(lambda: listener.is_trusted)
        assert listener.forgot_all > before
        await PageCache(redis).forget(_URL)
        assert listener.forgotten == [_URL]


async def test_whose_connection_is_cut_forgets_all_before_it_trusts_again(redis: Redis) -> None:
    async with listening(redis) as listener:
        before = listener.forgot_all
        assert await redis.client_kill_filter(_type="pubsub")
        await until(lambda: listener.forgot_all > before)
        await until(lambda: listener.is_trusted)


async def test_listening_ends_whenever_it_is_to(redis: Redis) -> None:
    async with asyncio.timeout(30):
        for round_ in range(100):
            async with Listener(redis).changes.heard():
                await asyncio.sleep(round_ * 0.0001)
