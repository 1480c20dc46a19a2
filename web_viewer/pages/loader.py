"""Has a page made where there is none yet. A crowd causes one making."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from web_viewer.pages.address import Address
from web_viewer.pages.nearby import Built, Looked, Nearby
from web_viewer.pages.page import Page
from web_viewer.pages.process_tier import ProcessTier

# Whoever comes later than this to a making that nobody watches for changes begins one of their own.
_JOINED_UNWATCHED: Final = 0.5  # seconds
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

    async def get(self, address: Address, build: Build, looked: Looked | None = None) -> Page:
        """`looked`: nearby, already. What `build` raises is raised to all who wait for it."""
        kept = self._tier.find(address.target, address.language)
        if kept is not None:
            return kept.page
        if looked and looked.address != address:
            looked = None
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
        if not making.task.cancelled():
            making.task.exception()  # nobody may be there any more to be told

    async def _make(self, address: Address, build: Build, looked: Looked | None) -> Page:
        looked = looked or await self._nearby.look(address)
        if looked.page:
            return looked.page
        built = await build()
        self._nearby.keep(address, built, looked)
        return built.page
