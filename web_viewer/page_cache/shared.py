"""Pages in Redis, the tier of the page cache that all processes of the viewer share.

While Redis does not answer, no page is found or stored, and Redis is asked once a second.
"""

import time
from asyncio import timeout
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from posts.pastes.page_keys import VARIANTS, page_key
from posts.pastes.renderings import PageName
from web_viewer.page_cache.page import Page

# To wait longer would take more time than to render the page.
_TIMEOUT_SECONDS: Final = 0.25
_PAUSE_AFTER_FAILURE_SECONDS: Final = 1.0
_TIME_TO_LIVE: Final = timedelta(minutes=10)
# Larger pages are not stored: a few would push out all others.
MAX_PAGE_BYTES: Final = 512 * 1024
# Redis reads its clock only now and then, so a page is stored to expire a little before its paste.
_CLOCK_TOLERANCE: Final = timedelta(milliseconds=20)
_log = structlog.get_logger(__name__)


class SharedPages:
    """Finished pages in Redis. Pages that another `build` of the viewer has stored are not found."""

    def __init__(self, redis: Redis, build: str) -> None:
        self._redis = redis
        self._prefix = f"{build}\n".encode()
        self._paused_until = 0.0

    async def find(self, names: Sequence[PageName]) -> list[Page | None]:
        """Return the page of each name, in one round trip; None if there is none. Raises nothing."""
        if not names:
            return []
        found = await self._run(lambda: self._redis.mget([page_key(name) for name in names]))
        return [self._page_in(packed) for packed in found or [None] * len(names)]

    async def store(self, pages: Sequence[tuple[PageName, Page]]) -> Sequence[None]:
        """Store pages for ten minutes, or until their paste expires. Raises nothing.

        Leaves out pages over `MAX_PAGE_BYTES`, and variants that are not in `VARIANTS`: `drop_pages` would
        not delete them. Returns a None for each page, as `Batches` needs it.
        """
        pipe = self._redis.pipeline(transaction=False)
        for name, page in pages:
            packed, milliseconds = self._prefix + page.packed(), _milliseconds_to_live(page)
            if name.variant in VARIANTS and len(packed) <= MAX_PAGE_BYTES and milliseconds > 0:
                pipe.set(page_key(name), packed, px=milliseconds)
        await self._run(pipe.execute)
        return [None] * len(pages)

    def _page_in(self, packed: bytes | None) -> Page | None:
        is_ours = packed is not None and packed.startswith(self._prefix)
        return Page.unpacked(packed[len(self._prefix) :]) if packed and is_ours else None

    async def _run(self, command: Callable[[], Awaitable[Any]]) -> Any:
        """Return the result of a command; None if Redis does not answer in time, or has just failed to."""
        if time.monotonic() < self._paused_until:
            return None
        try:
            async with timeout(_TIMEOUT_SECONDS):
                return await command()
        except (RedisError, TimeoutError) as error:
            self._paused_until = time.monotonic() + _PAUSE_AFTER_FAILURE_SECONDS
            _log.warning("page_cache_unavailable", error=repr(error))
            return None


def _milliseconds_to_live(page: Page) -> int:
    now = datetime.now(UTC)
    end = now + _TIME_TO_LIVE
    if page.expires_at is not None:
        end = min(end, page.expires_at - _CLOCK_TOLERANCE)
    return (end - now) // timedelta(milliseconds=1)
