"""Gets a page from the nearest place, and keeps it where it was missing. A crowd causes one making."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg
import structlog

from kernel.database import is_connection_lost
from posts.pages import Found, PageCache, PageName
from posts.renderings import Renderings
from web_viewer.pages.batches import Batches
from web_viewer.pages.page import Page
from web_viewer.pages.process_tier import Address, ProcessTier

# Whoever comes later than this to a making that nobody watches for changes begins one of their own.
_JOINED_UNWATCHED: Final = 0.5  # seconds
_REDIS_LEFT_ALONE: Final = 1.0  # seconds after it has failed
_NOT_ASKED: Final = Found(None, None)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Built:
    """`rendered_from`: its paste's `updated_at`; None for what is not to be kept."""

    page: Page
    rendered_from: datetime | None


@dataclass(frozen=True, slots=True)
class Making:
    task: "asyncio.Task[Page]"
    moment: int
    began: float


class PageLoader:
    def __init__(self, tier: ProcessTier, cache: PageCache, renderings: Renderings) -> None:
        self._tier = tier
        self._cache = cache
        self._renderings = renderings
        self._in_redis = Batches(self._find_in_redis)
        self._beside_the_paste = Batches(self._find_beside_the_paste)
        self._makings: dict[Address, Making] = {}
        self._keeping: set[asyncio.Task[None]] = set()
        self._redis_from = 0.0

    async def get(self, address: Address, name: PageName, build: Callable[[], Awaitable[Built]]) -> Page:
        """What `build` raises is raised to all who wait for it."""
        kept = self._tier.find(address.target, address.language)
        if kept is not None:
            return kept.page
        making = self._makings.get(address)
        if making is None or not self._may_be_joined(address, making):
            making = self._begin(address, name, build)
        # Whoever leaves takes nothing away from the others.
        page = await asyncio.shield(making.task)
        # Of what has expired meanwhile, whoever builds it hears so.
        return (await build()).page if page.is_over else page

    async def finish(self) -> None:
        """What is being kept is kept."""
        await asyncio.gather(*self._keeping, return_exceptions=True)

    def _may_be_joined(self, address: Address, making: Making) -> bool:
        """Not where its paste may have changed since it began."""
        is_young = asyncio.get_running_loop().time() - making.began < _JOINED_UNWATCHED
        has_not_heard = self._tier.has_not_heard(address.url, making.moment)
        return has_not_heard and (is_young or self._tier.is_current(address.url, making.moment))

    def _begin(self, address: Address, name: PageName, build: Callable[[], Awaitable[Built]]) -> Making:
        moment = self._tier.now()
        task = asyncio.create_task(self._make(address, name, build, moment))
        making = Making(task, moment, asyncio.get_running_loop().time())
        self._makings[address] = making
        task.add_done_callback(lambda _: self._is_made(address, making))
        return making

    def _is_made(self, address: Address, making: Making) -> None:
        if self._makings.get(address) is making:
            del self._makings[address]
        if not making.task.cancelled():
            making.task.exception()  # nobody may be there any more to be told

    async def _make(
        self, address: Address, name: PageName, build: Callable[[], Awaitable[Built]], moment: int
    ) -> Page:
        found = await self._in_redis.ask(name)
        page = _unpacked(found.page)
        if page is None:
            page, is_kept = await self._made(name, build)
            if is_kept and found.epoch is not None and self._tier.is_current(name.url, moment):
                self._keep_later(self._cache.keep(name, page.packed(), found.epoch, page.until))
            if not is_kept:
                return page
        self._tier.keep(address, page, moment)
        return page

    async def _made(self, name: PageName, build: Callable[[], Awaitable[Built]]) -> tuple[Page, bool]:
        """And whether it may be kept."""
        page = _unpacked(await self._beside_the_paste.ask(name))
        if page is not None:
            return page, True
        built = await build()
        if built.rendered_from is None:
            return built.page, False
        packed = built.page.packed()
        self._keep_later(self._renderings.keep(built.page.post, name.variant, built.rendered_from, packed))
        return built.page, True

    def _keep_later(self, keeping: Awaitable[None]) -> None:
        task = asyncio.create_task(_tried(keeping))
        # asyncio itself holds a task only weakly.
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def _find_in_redis(self, names: Sequence[PageName]) -> list[Found]:
        now = asyncio.get_running_loop().time()
        if now < self._redis_from:
            return [_NOT_ASKED] * len(names)
        found = await self._cache.find(names)
        if any(one.epoch is None for one in found):
            self._redis_from = asyncio.get_running_loop().time() + _REDIS_LEFT_ALONE
        return found

    async def _find_beside_the_paste(self, names: Sequence[PageName]) -> list[bytes | None]:
        try:
            return await self._renderings.find(names)
        except Exception as fault:
            if not _is_passing(fault):
                raise
            # The usual way knows what to say to the reader.
            _log.warning("no kept renderings", fault=repr(fault))
            return [None] * len(names)


async def _tried(keeping: Awaitable[None]) -> None:
    try:
        await keeping
    except Exception as fault:
        _log.warning("page not kept", fault=repr(fault))


def _is_passing(fault: Exception) -> bool:
    return is_connection_lost(fault) or isinstance(fault, asyncpg.PostgresError)


def _unpacked(packed: bytes | None) -> Page | None:
    try:
        page = Page.unpacked(packed) if packed else None
    except (ValueError, KeyError):  # another version's
        return None
    return None if page and page.is_over else page
