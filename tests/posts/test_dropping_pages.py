"""Finished pages of a paste are deleted from Redis when it changes."""

import asyncio

import pytest
from redis.exceptions import RedisError

from kernel.redis import connect_redis
from posts.models import PostUrl
from posts.pastes.page_keys import VARIANTS, drop_pages
from tests.full_redis import full
from tests.patience import awake
from tests.posts.cached_pages import cache_page, cached_variants

_URL = PostUrl("alice/note")


async def test_all_pages_of_a_paste_are_deleted_and_no_others(redis):
    for variant in VARIANTS:
        await cache_page(redis, _URL, variant, b"old")
    await cache_page(redis, PostUrl("alice/note-2"), "en", b"another")
    await drop_pages(redis, _URL)
    assert await redis.keys("*") == [b"posts:pages:alice/note-2 en"]
    assert await cached_variants(redis) == {b"en"}


async def test_a_full_redis_still_deletes_pages(redis):
    await cache_page(redis, _URL, "en", b"old")
    async with full(redis):
        await drop_pages(redis, _URL)
        assert await redis.keys("*") == []


async def test_an_unavailable_redis_is_an_error(no_redis):
    with pytest.raises(RedisError):
        await drop_pages(no_redis, _URL)


async def say_nothing(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
    await reading.read()
    writing.close()


async def test_a_hanging_redis_is_soon_an_error(monkeypatch):
    monkeypatch.setattr("posts.pastes.page_keys._TIMEOUT_SECONDS", 0.2)
    silence = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    redis = connect_redis(f"redis://127.0.0.1:{silence.sockets[0].getsockname()[1]}")
    async with awake(0.9):  # the client itself gives up after a second
        with pytest.raises(RedisError):
            await drop_pages(redis, _URL)
    await redis.aclose()
    silence.close()
