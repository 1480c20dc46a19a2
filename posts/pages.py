"""Finished pages in Redis, by the paste's address. Redis may be gone at any time: then nothing is found."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from posts.models import PostUrl

# A page is built in less: a reader waits no longer for a Redis that hangs.
_PATIENCE: Final = 0.25  # seconds
_KEPT_FOR: Final = timedelta(minutes=10)
# Some large ones would push everything else out.
_LARGEST_KEPT: Final = 512 * 1024  # bytes
# A forgotten page leaves a bar for longer than anybody takes to build one, so that a reader who began before
# the change cannot put the old page back.
_BARRED_FOR: Final = 60  # seconds
_BAR: Final = b""
# Redis looks at its clock now and then only: a page goes a little before its paste, and never after.
_CLOCKS: Final = timedelta(milliseconds=20)
# A language each, and the source of what is shown formatted.
_VARIANTS: Final = ("en", "ru", "en-source", "ru-source")
_log = structlog.get_logger(__name__)


class PageCache:
    """`variant` tells the pages of one paste apart (a language, `en-source`); one of `variants`."""

    def __init__(self, redis: Redis, variants: tuple[str, ...] = _VARIANTS) -> None:
        self._redis = redis
        self._variants = variants

    async def find(self, url: PostUrl, variant: str) -> bytes | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                page: bytes | None = await self._redis.get(_key(url, variant))
        except (RedisError, TimeoutError) as fault:
            _log.warning("no page cache", fault=str(fault) or "no answer in time")
            return None
        return page or None

    async def keep(self, url: PostUrl, variant: str, page: bytes, until: datetime | None = None) -> None:
        """For ten minutes at most, and never longer than `until`."""
        now = datetime.now(UTC)
        end = now + _KEPT_FOR if until is None else min(now + _KEPT_FOR, until - _CLOCKS)
        if len(page) > _LARGEST_KEPT or end <= now:
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._redis.set(_key(url, variant), page, pxat=end, nx=True)
        except (RedisError, TimeoutError) as fault:
            _log.warning("no page cache", fault=str(fault) or "no answer in time")

    async def forget(self, url: PostUrl) -> None:
        """Raises RedisError: whoever must be sure has to try again."""
        async with self._redis.pipeline(transaction=True) as pipe:
            for variant in self._variants:
                pipe.set(_key(url, variant), _BAR, ex=_BARRED_FOR)
            await pipe.execute()


def _key(url: PostUrl, variant: str) -> str:
    return f"posts:page:{variant}:{url}"
