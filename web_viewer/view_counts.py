"""Counts readings in the process, and adds them up in Postgres now and then. Nothing of who read is kept."""

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


# What browsers fetch in advance, and older ones before there was a standard.
_PURPOSE: Final = istr("Sec-Purpose")
_OLD_PURPOSE: Final = istr("Purpose")
# What it is fetched for: only what is opened to be looked at is read. Old browsers do not say.
_USE: Final = istr("Sec-Fetch-Dest")
_TO_BE_LOOKED_AT: Final = "document"
_BEGINNING: Final = "bytes=0-"
# No browser's name is longer; each letter costs a microsecond where the name is new.
_LOOKED_AT: Final = 512  # characters
_NAMES_REMEMBERED: Final = 4096


def is_reading(request: web.BaseRequest) -> bool:
    """Whether a person begins to read. Cheap: for each page that is served."""
    headers = request.headers
    if request.method != hdrs.METH_GET or _PURPOSE in headers or _OLD_PURPOSE in headers:
        return False
    if _USE in headers and headers[_USE] != _TO_BE_LOOKED_AT:
        return False
    if hdrs.RANGE in headers and not headers[hdrs.RANGE].startswith(_BEGINNING):
        return False  # the rest of what was counted
    return _is_person(headers.get(hdrs.USER_AGENT, "")[:_LOOKED_AT])


@lru_cache(_NAMES_REMEMBERED)
def _is_person(agent: str) -> bool:
    """Every browser says its name; robots, the makers of previews in chats among them, say theirs."""
    return bool(agent) and not is_crawler(agent)


# The patterns are compiled when they are first needed, which no reader should wait for.
is_crawler("")
