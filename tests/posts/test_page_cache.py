"""Finished pages in Redis: a help while they are there, never a truth of their own."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from posts.models import PostUrl
from posts.pages import PageCache

_URL = PostUrl("alice/note")


@pytest.fixture
def pages(redis: Redis) -> PageCache:
    return PageCache(redis)


async def test_a_kept_page_is_found_as_it_was(pages: PageCache) -> None:
    assert await pages.find(_URL, "en") is None
    await pages.keep(_URL, "en", b"<p>\xd0\x9f")
    assert await pages.find(_URL, "en") == b"<p>\xd0\x9f"


async def test_pages_of_other_pastes_and_languages_are_others(pages: PageCache) -> None:
    await pages.keep(_URL, "en", b"english")
    assert await pages.find(_URL, "ru") is None
    assert await pages.find(PostUrl("alice/note-2"), "en") is None


async def test_a_page_is_kept_for_ten_minutes_at_most(pages: PageCache, redis: Redis) -> None:
    await pages.keep(_URL, "en", b"page")
    (key,) = await redis.keys("*")
    assert 590 < await redis.ttl(key) <= 600


async def test_a_page_is_kept_no_longer_than_its_paste_lives(pages: PageCache, redis: Redis) -> None:
    for variant, seconds in (("en", 30), ("ru", 9_000)):
        await pages.keep(_URL, variant, b"page", until=datetime.now(UTC) + timedelta(seconds=seconds))
    lifetimes = sorted([await redis.pttl(key) for key in await redis.keys("*")])
    assert 29_000 < lifetimes[0] <= 30_000
    assert 590_000 < lifetimes[1] <= 600_000


@pytest.mark.parametrize("ago", [0, 0.001, 5, 5_000])
async def test_what_is_over_already_is_not_kept(pages: PageCache, redis: Redis, ago: float) -> None:
    await pages.keep(_URL, "en", b"page", until=datetime.now(UTC) - timedelta(seconds=ago))
    assert await redis.keys("*") == []


async def test_a_forgotten_page_is_gone_in_every_language(pages: PageCache) -> None:
    for variant in ("en", "ru"):
        await pages.keep(_URL, variant, b"old")
    await pages.forget(_URL)
    assert [await pages.find(_URL, variant) for variant in ("en", "ru")] == [None, None]


async def test_who_built_the_old_page_is_too_late_to_keep_it(pages: PageCache) -> None:
    await pages.forget(_URL)
    await pages.keep(_URL, "en", b"old")
    assert await pages.find(_URL, "en") is None


async def test_the_bar_ends_and_new_pages_are_kept_again(pages: PageCache, redis: Redis) -> None:
    await pages.forget(_URL)
    for key in await redis.keys("*"):
        assert 50 < await redis.ttl(key) <= 60
        await redis.pexpire(key, 0)
    await pages.keep(_URL, "en", b"new")
    assert await pages.find(_URL, "en") == b"new"


async def test_without_redis_nothing_is_found_and_nothing_fails(no_redis: Redis) -> None:
    pages = PageCache(no_redis)
    await pages.keep(_URL, "en", b"page")
    assert await pages.find(_URL, "en") is None


async def test_who_must_be_sure_hears_that_redis_is_gone(no_redis: Redis) -> None:
    with pytest.raises(RedisError):
        await PageCache(no_redis).forget(_URL)
