"""Pages are invalidated by the worker if Redis was unavailable when the paste was deleted."""

from dataclasses import replace

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from auth.models import User
from kernel.redis import connect_redis
from kernel.storage import Storage
from notifier.events import invalidate_changed_pages
from notifier.worker import Worker
from posts.models import Post
from tests.doors import posts_door
from tests.notifier.village import Village
from tests.posts.keeping import keep_page, kept_page


@pytest.fixture
async def deleted(village: Village, alice: User, storage: Storage, redis: Redis) -> Post:
    """A paste that was deleted while Redis was unavailable; its page is still cached."""
    post = await village.publishes(alice)
    await keep_page(redis, post.url, "en", b"<p>secret")
    nowhere = connect_redis("redis://127.0.0.1:1/0")
    await posts_door(village.sessions, nowhere, storage).delete(alice, post.id)
    await nowhere.aclose()
    return post


async def test_the_worker_invalidates_pages_that_the_bot_could_not(
    worker: Worker, deleted: Post, redis: Redis
) -> None:
    assert await kept_page(redis, deleted.url, "en") == b"<p>secret"
    await invalidate_changed_pages(worker)
    assert await kept_page(redis, deleted.url, "en") is None


async def test_the_worker_retries_until_redis_is_available(
    worker: Worker, deleted: Post, redis: Redis
) -> None:
    nowhere = connect_redis("redis://127.0.0.1:1/0")
    with pytest.raises(RedisError):
        await invalidate_changed_pages(replace(worker, redis=nowhere))
    await nowhere.aclose()
    await invalidate_changed_pages(worker)
    assert await kept_page(redis, deleted.url, "en") is None


async def test_pages_are_invalidated_once(worker: Worker, deleted: Post, redis: Redis) -> None:
    await invalidate_changed_pages(worker)
    await redis.flushall()
    await invalidate_changed_pages(worker)
    assert await redis.keys("*") == []
