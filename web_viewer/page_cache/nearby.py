"""Pages that have been made before: looked for in Redis, then beside the paste, and kept where they were
missing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

import asyncpg
import structlog
from aiohttp import web

from kernel.database import is_connection_lost
from posts.models import PostId
from posts.pages.cache import FinishedPage, Found, PageCache, PageName
from posts.pages.renderings import Renderings
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.batches import Batches
from web_viewer.page_cache.memory import ProcessTier
from web_viewer.page_cache.page import Page

_REDIS_LEFT_ALONE: Final = 1.0  # seconds after it has failed
_NOT_ASKED: Final = Found(None, None)
Answer = TypeVar("Answer")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Built:
    """`rendered_from`: its paste's `updated_at`; None for what is not to be kept."""

    page: Page
    rendered_from: datetime | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, and when the search began: by the loop's clock, by the process' changes, by Redis'."""

    address: Address
    page: Page | None
    began: float
    moment: int
    epoch: bytes | None


LOOKED: Final[web.RequestKey[Looked]] = web.RequestKey("looked", Looked)
"""What a request brings along that was not answered nearby."""


@dataclass(frozen=True, slots=True)
class _Rendering:
    post: PostId
    variant: str
    rendered_from: datetime
    packed: bytes


class Nearby:
    def __init__(self, tier: ProcessTier, cache: PageCache, renderings: Renderings) -> None:
        self._tier = tier
        self._cache = cache
        self._renderings = renderings
        self._in_redis = Batches(self._find_in_redis)
        self._into_redis = Batches(self._keep_in_redis)
        self._beside_pastes = Batches(self._find_beside_pastes)
        self._to_pastes = Batches(self._keep_beside_pastes)
        self._redis_from = 0.0

    async def look(self, address: Address) -> Looked:
        """Raises nothing: where nobody can be asked, nothing is found."""
        began, moment = asyncio.get_running_loop().time(), self._tier.now()
        found = await self._in_redis.ask(address.name)
        page, packed = _unpacked(found.page), None
        if page is None:
            packed = await self._beside_pastes.ask(address.name)
            page = _unpacked(packed)
        looked = Looked(address, page, began, moment, found.epoch)
        if page and packed:
            self._share(page, packed, looked)
        if page:
            self._tier.keep(address, page, moment)
        return looked

    async def keep(self, built: Built, looked: Looked) -> None:
        """Everywhere; `looked`: before it was built.

        Where this process may not have it, the next reader finds it beside the paste when this returns.
        """
        if built.rendered_from is None:
            return
        address, page, packed = looked.address, built.page, built.page.packed()
        self._share(page, packed, looked)
        self._tier.keep(address, page, looked.moment)
        rendering = _Rendering(page.post, address.name.variant, built.rendered_from, packed)
        if self._tier.is_current(address.url, looked.moment):
            self._to_pastes.tell(rendering)
        else:
            await self._to_pastes.ask(rendering)

    async def finish(self) -> None:
        """What is being kept is kept."""
        for batches in (self._to_pastes, self._into_redis):
            await batches.finish()

    def _share(self, page: Page, packed: bytes, looked: Looked) -> None:
        address = looked.address
        if looked.epoch is not None and self._tier.is_current(address.url, looked.moment):
            self._into_redis.tell(FinishedPage(address.name, packed, looked.epoch, page.until))

    async def _find_in_redis(self, names: Sequence[PageName]) -> list[Found]:
        now = asyncio.get_running_loop().time()
        if now < self._redis_from:
            return [_NOT_ASKED] * len(names)
        different = _different(names)
        found = await self._cache.find(different)
        if any(one.epoch is None for one in found):
            self._redis_from = asyncio.get_running_loop().time() + _REDIS_LEFT_ALONE
        return _for_each(names, different, found)

    async def _keep_in_redis(self, pages: Sequence[FinishedPage]) -> Sequence[None]:
        await self._cache.keep(*pages)
        return [None] * len(pages)

    async def _find_beside_pastes(self, names: Sequence[PageName]) -> list[bytes | None]:
        different = _different(names)
        try:
            return _for_each(names, different, await self._renderings.find(different))
        except Exception as fault:
            _tell("no kept renderings", fault)
            # The usual way knows what to say to the reader.
            return [None] * len(names)

    async def _keep_beside_pastes(self, renderings: Sequence[_Rendering]) -> Sequence[None]:
        for one in renderings:
            try:
                await self._renderings.keep(one.post, one.variant, one.rendered_from, one.packed)
            except Exception as fault:
                _tell("rendering not kept", fault)
        return [None] * len(renderings)


def _different(names: Sequence[PageName]) -> list[PageName]:
    """A crowd asks for the same."""
    return list(dict.fromkeys(names))


def _for_each(
    names: Sequence[PageName], asked: Sequence[PageName], answers: Sequence[Answer]
) -> list[Answer]:
    answer_to = dict(zip(asked, answers, strict=True))
    return [answer_to[name] for name in names]


def _tell(what: str, fault: Exception) -> None:
    if is_connection_lost(fault) or isinstance(fault, asyncpg.PostgresError):
        _log.warning(what, fault=repr(fault))
    else:
        _log.error(what, exc_info=fault)


def _unpacked(packed: bytes | None) -> Page | None:
    try:
        page = Page.unpacked(packed) if packed else None
    except (ValueError, KeyError, TypeError):  # another version's
        return None
    return None if page and page.is_over else page
