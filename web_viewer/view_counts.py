"""View counts: kept in this process and added to Postgres every ten seconds. No data of readers is stored."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from itertools import islice
from typing import Final

import structlog
from aiohttp import hdrs, web
from crawleruseragents import is_crawler
from multidict import istr

from kernel.database import Sessions
from posts.models import PostId
from posts.pastes.views import Views

FLUSH_INTERVAL_SECONDS: Final = 10.0
# While Postgres is away, pastes that are counted already go on being counted, and no others are added.
MAX_PASTES: Final = 100_000  # take 10 MB
_BATCH_SIZE: Final = 5_000  # pastes in one statement
# Stopping the process takes no longer than this.
_FLUSH_TIMEOUT_SECONDS: Final = 3.0
# Browsers announce prefetching in Sec-Purpose, older ones in Purpose.
_SEC_PURPOSE: Final = istr("Sec-Purpose")
_PURPOSE: Final = istr("Purpose")
# Old browsers do not send it; others send "document" for a page that is opened.
_DESTINATION: Final = istr("Sec-Fetch-Dest")
_DOCUMENT: Final = "document"
_FIRST_RANGE: Final = "bytes=0-"
# No browser's User-Agent is longer, and matching a new one takes a microsecond for each character.
_MAX_AGENT_CHARACTERS: Final = 512
_CACHED_AGENTS: Final = 4096
_log = structlog.get_logger(__name__)


class ViewCounts:
    """The views that are not in Postgres yet, of at most `max_pastes`; those of others are not counted."""

    def __init__(
        self, flush_interval_seconds: float = FLUSH_INTERVAL_SECONDS, max_pastes: int = MAX_PASTES
    ) -> None:
        self._flush_interval_seconds = flush_interval_seconds
        self._max_pastes = max_pastes
        self._counts: dict[PostId, int] = {}

    def count(self, post: PostId, request: web.BaseRequest) -> None:
        """Count a request that is answered with the paste or with 304, if a person reads it."""
        if is_view(request):
            self._add(post, 1)

    @asynccontextmanager
    async def flushing(self, sessions: Sessions) -> AsyncIterator[None]:
        """Call `flush` at each interval during the block, and once after it."""
        over = asyncio.Event()
        task = asyncio.create_task(self._flush_until(over, sessions))
        yield
        over.set()
        await task

    async def flush(self, sessions: Sessions) -> None:
        """Add the counts to Postgres; what cannot be added stays for the next flush."""
        while self._counts:
            batch = dict(islice(self._counts.items(), _BATCH_SIZE))
            for post in batch:
                del self._counts[post]
            try:
                async with asyncio.timeout(_FLUSH_TIMEOUT_SECONDS), sessions.begin() as session:
                    await Views(session).add(batch)
            except Exception as error:  # no error of counting may end the process
                for post, count in batch.items():
                    self._add(post, count)
                _log.warning("view_counts_not_stored", pastes=len(self._counts), error=repr(error))
                return

    async def _flush_until(self, over: asyncio.Event, sessions: Sessions) -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), self._flush_interval_seconds)
            await self.flush(sessions)

    def _add(self, post: PostId, count: int) -> None:
        known = self._counts.get(post)
        if known is not None or len(self._counts) < self._max_pastes:
            self._counts[post] = (known or 0) + count


def is_view(request: web.BaseRequest) -> bool:
    """Return whether a person opens the page: not a crawler, a prefetch, or a later range of a text."""
    headers = request.headers
    if request.method != hdrs.METH_GET or _SEC_PURPOSE in headers or _PURPOSE in headers:
        return False
    if _DESTINATION in headers and headers[_DESTINATION] != _DOCUMENT:
        return False
    if hdrs.RANGE in headers and not headers[hdrs.RANGE].startswith(_FIRST_RANGE):
        return False
    return _is_person(headers.get(hdrs.USER_AGENT, "")[:_MAX_AGENT_CHARACTERS])


@lru_cache(_CACHED_AGENTS)
def _is_person(agent: str) -> bool:
    # Every browser sends a User-Agent; the bots that make previews for chats name themselves in it.
    return bool(agent) and not is_crawler(agent)


# The first call compiles the patterns, which no request should wait for.
is_crawler("")
