"""Reads and writes the pages in Redis, as the processes of the viewer do."""

import asyncio
from datetime import datetime

import pytest
from redis.asyncio import Redis

from posts.models import PostUrl
from posts.pastes.page_keys import page_key
from posts.pastes.renderings import PageName
from tests.patience import PATIENCE


@pytest.fixture(autouse=True)
def unhurried_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a busy machine time: a late answer of Redis counts as a failure."""
    monkeypatch.setattr("web_viewer.page_cache.shared._TIMEOUT_SECONDS", PATIENCE)
    monkeypatch.setattr("posts.pastes.page_keys._TIMEOUT_SECONDS", PATIENCE)


async def cached_page(redis: Redis, url: PostUrl, variant: str) -> bytes | None:
    page = await redis.get(page_key(PageName(url, variant)))
    assert page is None or isinstance(page, bytes)
    return page


async def cache_page(
    redis: Redis, url: PostUrl, variant: str, page: bytes, until: datetime | None = None
) -> None:
    await redis.set(page_key(PageName(url, variant)), page, exat=until)


async def until_cached(redis: Redis, many: int = 1) -> None:
    """Wait until so many pages are stored, which happens behind the response."""
    async with asyncio.timeout(PATIENCE):
        while len(await cached_variants(redis)) < many:  # noqa: ASYNC110 - Redis sets no event here
            await asyncio.sleep(0.005)


async def cached_variants(redis: Redis) -> set[bytes]:
    """Return the variants of all pastes of which pages are stored."""
    return {key.partition(b" ")[2] for key in await redis.keys("posts:pages:*")}
