"""Has a page made where there is none yet. A crowd causes one making."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from web_viewer.page_cache.address import Address
from web_viewer.page_cache.memory import ProcessTier
from web_viewer.page_cache.nearby import Built, Looked, Nearby
from web_viewer.page_cache.page import Page

# Whoever comes later than this to a making that nobody watches for changes begins one of their own.
_JOINED_UNWATCHED: Final = 0.9  # seconds: nothing is ever stale for one
_REMEMBERED: Final = 1_000
Build = Callable[[], Awaitable[Built]]


@dataclass(frozen=True, slots=True)
class Making:
    task: "asyncio.Task[Page]"
    moment: int
    began: float


class PageLoader:
    def __init__(self, tier: ProcessTier, nearby: Nearby) -> None:
        self._tier = tier
        self._nearby = nearby
        self._makings: dict[Address, Making] = {}
        self._made: OrderedDict[Address, float] = OrderedDict()
        """When, of the latest."""

    async def get(self, address: Address, build: Build, looked: Looked | None = None) -> Page:
        """`looked`: nearby, already. What `build` raises is raised to all who wait for it."""
        kept = self._tier.find(address.target, address.language)
        if kept is not None:
            return kept.page
        if looked and looked.address != address:
            looked = None
        # For who has found it alone: others could only join what begins later than this search did.
        if looked and looked.page:
            return looked.page
        making = self._makings.get(address)
        if making is None or not self._may_be_joined(address, making):
            making = self._begin(address, build, looked)
        # Whoever leaves takes nothing away from the others.
        page = await asyncio.shield(making.task)
        # Of what has expired meanwhile, whoever builds it hears so.
        return (await build()).page if page.is_over else page

    def _may_be_joined(self, address: Address, making: Making) -> bool:
        """Not where its paste may have changed since it began."""
        is_young = asyncio.get_running_loop().time() - making.began < _JOINED_UNWATCHED
        has_not_heard = self._tier.has_not_heard(address.url, making.moment)
        return has_not_heard and (is_young or self._tier.is_current(address.url, making.moment))

    def _begin(self, address: Address, build: Build, looked: Looked | None) -> Making:
        moment = looked.moment if looked else self._tier.now()
        task = asyncio.create_task(self._make(address, build, looked))
        making = Making(task, moment, asyncio.get_running_loop().time())
        self._makings[address] = making
        task.add_done_callback(lambda _: self._is_made(address, making))
        return making

    def _is_made(self, address: Address, making: Making) -> None:
        if self._makings.get(address) is making:
            del self._makings[address]
        if not making.task.cancelled() and not making.task.exception():
            self._remember(address)

    def _remember(self, address: Address) -> None:
        self._made[address] = asyncio.get_running_loop().time()
        self._made.move_to_end(address)
        if len(self._made) > _REMEMBERED:
            self._made.popitem(last=False)

    async def _make(self, address: Address, build: Build, looked: Looked | None) -> Page:
        if looked is None or not self._is_fresh(looked, address):
            looked = await self._nearby.look(address)
        if looked.page:
            return looked.page
        built = await build()
        await self._nearby.keep(built, looked)
        return built.page

    def _is_fresh(self, looked: Looked, address: Address) -> bool:
        """Whether nobody has made the page since it was looked for in vain."""
        return looked.began > self._made.get(address, 0.0)
