"""Counts readings in the process, and adds them up in Postgres now and then. Nothing of who read is kept."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import islice
from typing import Final

import structlog
from aiohttp import web

from kernel.database import Sessions
from posts.models import PostId
from posts.pastes.views import Views
from web_viewer.http.crawlers import is_reading

EVERY: Final = 10.0  # seconds
_AT_ONCE: Final = 5_000  # pastes in a statement
# With Postgres gone for long, what is known goes on being counted, and new names are not taken.
MOST: Final = 100_000  # pastes: 10 MB
_PATIENCE: Final = 3.0  # seconds: a process that is told to stop waits no longer for its last flush
_log = structlog.get_logger(__name__)


class ViewCounts:
    def __init__(self, every: float = EVERY, most: int = MOST) -> None:
        """`every`: seconds between two flushes; `most`: pastes that are counted between them."""
        self._every = every
        self._most = most
        self._counts: dict[PostId, int] = {}

    def seen(self, post: PostId, request: web.BaseRequest) -> None:
        """Somebody or something has asked for it, and gets it, or hears that they have it already (304)."""
        if is_reading(request):
            self._add(post, 1)

    @asynccontextmanager
    async def flushing(self, sessions: Sessions) -> AsyncIterator[None]:
        """Meanwhile every few seconds, and at the end."""
        over = asyncio.Event()
        task = asyncio.create_task(self._flush_until(over, sessions))
        yield
        over.set()
        await task

    async def flush(self, sessions: Sessions) -> None:
        """What could not be added is kept for the next time."""
        while self._counts:
            some = dict(islice(self._counts.items(), _AT_ONCE))
            for post in some:
                del self._counts[post]
            try:
                async with asyncio.timeout(_PATIENCE), sessions.begin() as session:
                    await Views(session).add(some)
            except Exception as fault:  # whatever it is, readers are not to notice
                for post, count in some.items():
                    self._add(post, count)
                _log.warning("views not counted yet", pastes=len(self._counts), fault=repr(fault))
                return

    async def _flush_until(self, over: asyncio.Event, sessions: Sessions) -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), self._every)
            await self.flush(sessions)

    def _add(self, post: PostId, count: int) -> None:
        known = self._counts.get(post)
        if known is not None or len(self._counts) < self._most:
            self._counts[post] = (known or 0) + count
