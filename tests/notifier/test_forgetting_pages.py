"""No cache shows a deleted paste for long, even if it was out of reach when the paste was deleted."""

from dataclasses import replace

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from auth.models import User
from kernel.cache import connect_redis
from kernel.storage import Storage
from notifier.pages import forget_changed_pages
from notifier.worker import Worker
from posts.models import Post
from tests.doors import posts_door
from tests.notifier.village import Village
from tests.posts.cached_pages import cache_page, cached_page


@pytest.fixture
async def deleted(village: Village, alice: User, storage: Storage, redis: Redis) -> Post:
    """While Redis was out of reach; its page is in the cache."""
    post = await village.publishes(alice)
    await cache_page(redis, post.url, "en", b"<p>secret")
    nowhere = connect_redis("redis://127.0.0.1:1/0")
    await posts_door(village.sessions, nowhere, storage).delete(alice, post.id)
    await nowhere.aclose()
    return post


async def test_the_worker_makes_up_for_it(worker: Worker, deleted: Post, redis: Redis) -> None:
    assert await cached_page(redis, deleted.url, "en") == b"<p>secret"
    await forget_changed_pages(worker)
    assert await cached_page(redis, deleted.url, "en") is None


async def test_it_tries_until_redis_is_there(worker: Worker, deleted: Post, redis: Redis) -> None:
    nowhere = connect_redis("redis://127.0.0.1:1/0")
    with pytest.raises(RedisError):
        await forget_changed_pages(replace(worker, redis=nowhere))
    await nowhere.aclose()
    await forget_changed_pages(worker)
    assert await cached_page(redis, deleted.url, "en") is None


async def test_once_is_enough(worker: Worker, deleted: Post, redis: Redis) -> None:
    await forget_changed_pages(worker)
    await redis.flushall()
    await forget_changed_pages(worker)
    assert await redis.keys("*") == []
