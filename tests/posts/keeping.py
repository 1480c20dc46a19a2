"""Pages as one process puts them into Redis and another finds them."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from typing import cast

import pytest
from redis.asyncio import Redis

from posts.models import PostUrl
from posts.pages.cache import FinishedPage, PageCache, PageName
from tests.patience import PATIENCE


@pytest.fixture(autouse=True)
def unhurried_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept or found where a busy machine makes Redis answer later than anybody waits for it."""
    monkeypatch.setattr("posts.pages.cache._PATIENCE", PATIENCE)


async def kept_page(redis: Redis, url: PostUrl, variant: str) -> bytes | None:
    return (await PageCache(redis).find([PageName(url, variant)]))[0].page


async def keep_page(
    redis: Redis, url: PostUrl, variant: str, page: bytes, until: datetime | None = None
) -> None:
    """By a reader who began just now."""
    pages, name = PageCache(redis), PageName(url, variant)
    epoch = (await pages.find([name]))[0].epoch
    assert epoch is not None
    await pages.keep(FinishedPage(name, page, epoch, until))


async def until_kept(redis: Redis, many: int = 1) -> None:
    """Nobody waits for what is kept, but a test."""
    async with asyncio.timeout(PATIENCE):
        while len(await kept_variants(redis)) < many:  # noqa: ASYNC110 - Redis sets no event here
            await asyncio.sleep(0.005)


async def kept_variants(redis: Redis) -> set[bytes]:
    """Of all pastes."""
    kept = set()
    for key in await redis.keys("posts:pages:*"):
        # redis-py types its commands for both of its clients at once.
        kept |= set(await cast("Awaitable[list[bytes]]", redis.hkeys(key)))
    return kept - {b"epoch"}
