"""Finished pages in Redis: a help while they are there, never a truth of their own."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from kernel.redis import connect_redis
from posts.models import PostUrl
from posts.pages.cache import FinishedPage, PageCache, PageName
from posts.pages.changes import LEASE
from tests.patience import PATIENCE, awake
from tests.posts.keeping import keep_page, kept_page

_URL = PostUrl("alice/note")
_NAME = PageName(_URL, "en")


async def test_a_kept_page_is_found_as_it_was(redis: Redis) -> None:
    assert await kept_page(redis, _URL, "en") is None
    await keep_page(redis, _URL, "en", b"<p>\xd0\x9f")
    assert await kept_page(redis, _URL, "en") == b"<p>\xd0\x9f"


async def test_many_are_found_in_the_order_of_their_names(redis: Redis) -> None:
    names = [PageName(PostUrl(f"alice/{number}"), "en") for number in range(5)]
    for name in names[::2]:
        await keep_page(redis, *name, name.url.encode())
    found = [one.page for one in await PageCache(redis).find(names)]
    assert found == [b"alice/0", None, b"alice/2", None, b"alice/4"]


async def test_pages_of_other_pastes_and_languages_are_others(redis: Redis) -> None:
    await keep_page(redis, _URL, "en", b"english")
    assert await kept_page(redis, _URL, "ru") is None
    assert await kept_page(redis, PostUrl("alice/note-2"), "en") is None


async def test_a_page_is_kept_for_ten_minutes_at_most(redis: Redis) -> None:
    await keep_page(redis, _URL, "en", b"page")
    (key,) = await redis.keys("*")
    assert 570 < await redis.ttl(key) <= 600


@pytest.mark.parametrize(("seconds", "kept_for"), [(300, 300), (9_000, 600)])
async def test_a_page_is_kept_no_longer_than_its_paste_lives(
    redis: Redis, seconds: int, kept_for: int
) -> None:
    await keep_page(redis, _URL, "en", b"page", until=datetime.now(UTC) + timedelta(seconds=seconds))
    (key,) = await redis.keys("*")
    assert (kept_for - 30) * 1000 < await redis.pttl(key) <= kept_for * 1000


@pytest.mark.parametrize("ago", [0, 0.001, 5, 5_000])
async def test_what_is_over_already_is_not_kept(redis: Redis, ago: float) -> None:
    await keep_page(redis, _URL, "en", b"page", until=datetime.now(UTC) - timedelta(seconds=ago))
    assert await redis.keys("*") == []


async def test_a_forgotten_page_is_gone_in_every_language(redis: Redis) -> None:
    for variant in ("en", "ru", "/raw"):
        await keep_page(redis, _URL, variant, b"old")
    await PageCache(redis).forget(_URL)
    assert [await kept_page(redis, _URL, variant) for variant in ("en", "ru", "/raw")] == [None] * 3


@pytest.mark.parametrize("changes", [1, 2])
async def test_who_began_before_a_change_cannot_keep_the_old_page(redis: Redis, changes: int) -> None:
    pages = PageCache(redis)
    epoch = (await pages.find([_NAME]))[0].epoch
    assert epoch is not None
    for _ in range(changes):
        await pages.forget(_URL)
    await pages.keep(FinishedPage(_NAME, b"old", epoch))
    assert await kept_page(redis, _URL, "en") is None


async def test_who_began_after_a_change_can_keep_the_new_page_at_once(redis: Redis) -> None:
    await PageCache(redis).forget(_URL)
    await keep_page(redis, _URL, "en", b"new")
    assert await kept_page(redis, _URL, "en") == b"new"


async def test_a_full_redis_forgets_all_the_same(redis: Redis) -> None:
    await keep_page(redis, _URL, "en", b"old")
    usual = await redis.config_get("maxmemory*")
    await redis.config_set("maxmemory-policy", "noeviction")
    await redis.config_set("maxmemory", 1)
    try:
        await PageCache(redis).forget(_URL)
        assert await kept_page(redis, _URL, "en") is None
    finally:
        for name, value in usual.items():
            await redis.config_set(name, value)


async def test_without_redis_nothing_is_found_and_nothing_fails(no_redis: Redis) -> None:
    pages = PageCache(no_redis)
    await pages.keep(FinishedPage(_NAME, b"page", b""))
    (found,) = await pages.find([_NAME])
    assert (found.page, found.epoch) == (None, None)


async def test_who_must_be_sure_hears_that_redis_is_gone(no_redis: Redis) -> None:
    with pytest.raises(RedisError):
        await PageCache(no_redis).forget(_URL)


async def say_nothing(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
    await reading.read()
    writing.close()


async def test_who_must_be_sure_waits_for_a_redis_that_hangs_no_longer_than_anybody_trusts_it() -> None:
    silence = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    redis = connect_redis(f"redis://127.0.0.1:{silence.sockets[0].getsockname()[1]}")
    start = asyncio.get_running_loop().time()
    async with awake(LEASE + 1):
        with pytest.raises(RedisError):
            await PageCache(redis).forget(_URL)
    assert asyncio.get_running_loop().time() - start >= LEASE
    await redis.aclose()
    silence.close()


async def test_who_forgets_waits_for_a_listener_that_says_nothing_as_long_as_it_is_trusted(
    redis: Redis,
) -> None:
    async with redis.pubsub() as silent:
        await silent.subscribe("posts:pages:changed")
        await silent.get_message(timeout=PATIENCE)
        start = asyncio.get_running_loop().time()
        async with awake(LEASE + 1):
            await PageCache(redis).forget(_URL)
        assert asyncio.get_running_loop().time() - start >= LEASE
