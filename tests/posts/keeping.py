"""Pages as one process puts them into Redis and another finds them."""

from datetime import datetime

from redis.asyncio import Redis

from posts.models import PostUrl
from posts.pages import PageCache, PageName


async def kept_page(redis: Redis, url: PostUrl, variant: str) -> bytes | None:
    return (await PageCache(redis).find([PageName(url, variant)]))[0].page


async def keep_page(
    redis: Redis, url: PostUrl, variant: str, page: bytes, until: datetime | None = None
) -> None:
    """By a reader who began just now."""
    pages, name = PageCache(redis), PageName(url, variant)
    epoch = (await pages.find([name]))[0].epoch
    assert epoch is not None
    await pages.keep(name, page, epoch, until)
