"""The page cache: looks for the finished page of an address in three tiers, and has it rendered if need be.

The tiers are this process's memory, Redis, and Postgres, which has finished pages beside their pastes. A page
has a version, the `updated_at` of its paste, and each lookup asks Postgres for the current one. `FastPath`
sends a copy in memory without a lookup during the second after it was checked.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg
import structlog
from aiohttp import web

from kernel.database import is_connection_lost
from posts.pastes.renderings import Rendering, Renderings, Stored
from web_viewer.metrics import PAGE_LOOKUPS
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.batches import Batches
from web_viewer.page_cache.memory import PageMemory
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.shared import SharedPages

_PAUSE_AFTER_FAILURE_SECONDS: Final = 1.0
Render = Callable[[], Awaitable[Page]]
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Lookup:
    """The result of looking for a page. `page` is None if it has to be rendered.

    `version` is the current version; None if there is no paste that everybody may read any number of times,
    or if Postgres did not answer and Redis has no page.
    """

    address: Address
    version: datetime | None
    page: Page | None


# The lookup that the fast path has done for a request, for the handler of the request.
LOOKUP: Final[web.RequestKey[Lookup]] = web.RequestKey("lookup", Lookup)


class PageCache:
    """Finds pages for the fast path (`find`) and for handlers (`get`), and renders each once."""

    def __init__(self, memory: PageMemory, shared: SharedPages, renderings: Renderings) -> None:
        self._memory = memory
        self._shared = shared
        self._renderings = renderings
        self._lookups = Batches(self._find_all)
        self._to_redis = Batches(shared.store)
        self._to_postgres = Batches(self._store_in_postgres)
        self._postgres_paused_until = 0.0
        self._rendering: dict[tuple[Address, datetime | None], asyncio.Task[Page]] = {}

    async def find(self, address: Address) -> Lookup:
        """Look for the current page of an address, in memory, Redis and Postgres. Raises nothing.

        Lookups of one moment are one round trip to each. While Postgres does not answer, a page in Redis
        counts as current, because changes delete it there.
        """
        return await self._lookups.ask(address)

    async def get(self, address: Address, render: Render, lookup: Lookup | None = None) -> Page:
        """Return the current page of an address, rendered by `render` if it is in no tier.

        Concurrent calls in this process share one rendering. `lookup` is the result of `find` for the same
        request, if it was called. Raises what `render` raises.
        """
        if lookup is None or lookup.address != address:
            lookup = await self.find(address)
        if page := lookup.page or self._current_in_memory(lookup):
            return page
        key = (address, lookup.version)
        if key not in self._rendering:
            self._rendering[key] = self._start_rendering(key, render)
        # A reader who leaves does not cancel the rendering for the others.
        page = await asyncio.shield(self._rendering[key])
        return await render() if page.is_expired else page

    async def finish(self) -> None:
        """Wait until all rendered pages are stored in Redis and Postgres."""
        await asyncio.gather(self._to_redis.finish(), self._to_postgres.finish())

    def _current_in_memory(self, lookup: Lookup) -> Page | None:
        page = self._memory.find(lookup.address)
        is_current = page and page.version == lookup.version and not page.is_expired
        return page if is_current else None

    def _start_rendering(self, key: tuple[Address, datetime | None], render: Render) -> "asyncio.Task[Page]":
        def forget(task: "asyncio.Task[Page]") -> None:
            del self._rendering[key]
            if not task.cancelled():
                task.exception()  # all who asked may have left

        task = asyncio.create_task(self._render_and_store(key[0], render))
        task.add_done_callback(forget)
        return task

    async def _render_and_store(self, address: Address, render: Render) -> Page:
        started_at = time.monotonic()
        page = await render()
        if page.version is not None:
            self._memory.keep(address, page, started_at)
            self._to_redis.send((address.name, page))
            self._to_postgres.send(Rendering(page.post, address.name.variant, page.version, page.packed()))
        return page

    async def _find_all(self, wanted: Sequence[Address]) -> list[Lookup]:
        addresses, asked_at = list(dict.fromkeys(wanted)), time.monotonic()
        copies = {address: self._memory.find(address) for address in addresses}
        in_memory = {address for address in addresses if copies[address]}
        copies |= await self._in_redis([address for address in addresses if copies[address] is None])
        versions = [copy.version if (copy := copies[address]) else None for address in addresses]
        stored = await self._in_postgres(addresses, versions)
        if stored is None:
            copies = await self._in_redis(addresses)
            stored = [
                Stored(copy.version if (copy := copies[address]) else None, None) for address in addresses
            ]
        found = {
            address: self._lookup_of(address, copies[address], current, asked_at)
            for address, current in zip(addresses, stored, strict=True)
        }
        for address in wanted:
            tier = _tier_of(found[address], copies[address], is_in_memory=address in in_memory)
            PAGE_LOOKUPS.counts[(tier,)] += 1
        return [found[address] for address in wanted]

    def _lookup_of(self, address: Address, copy: Page | None, stored: Stored, asked_at: float) -> Lookup:
        """Choose between the copy and the stored page, and keep the current one in memory and Redis."""
        page = copy if copy and copy.version == stored.version else Page.unpacked(stored.page)
        if page is None or page.is_expired:
            if copy is self._memory.find(address):  # not one that was rendered while Postgres was asked
                self._memory.drop(address)
            return Lookup(address, stored.version, None)
        self._memory.keep(address, page, asked_at)
        if stored.page:
            self._to_redis.send((address.name, page))
        return Lookup(address, stored.version, page)

    async def _in_redis(self, addresses: Sequence[Address]) -> dict[Address, Page | None]:
        pages = await self._shared.find([address.name for address in addresses])
        return dict(zip(addresses, pages, strict=True))

    async def _in_postgres(
        self, addresses: Sequence[Address], versions: Sequence[datetime | None]
    ) -> list[Stored] | None:
        """Return the versions and pages; None if Postgres does not answer in time, or has just failed to."""
        if time.monotonic() < self._postgres_paused_until:
            return None
        try:
            return await self._renderings.find([address.name for address in addresses], versions)
        except Exception as error:
            self._postgres_paused_until = time.monotonic() + _PAUSE_AFTER_FAILURE_SECONDS
            _log_failure("page_versions_unavailable", error)
            return None

    async def _store_in_postgres(self, renderings: Sequence[Rendering]) -> Sequence[None]:
        try:
            await self._renderings.store(renderings)
        except Exception as error:
            _log_failure("pages_not_stored", error)
        return [None] * len(renderings)


def _tier_of(found: Lookup, copy: Page | None, *, is_in_memory: bool) -> str:
    if found.page is None:
        return "none"
    if found.page is not copy:
        return "postgres"
    return "memory" if is_in_memory else "redis"


def _log_failure(event: str, error: Exception) -> None:
    if is_connection_lost(error) or isinstance(error, asyncpg.PostgresError | TimeoutError):
        _log.warning(event, error=repr(error))
    else:
        _log.error(event, exc_info=error)
