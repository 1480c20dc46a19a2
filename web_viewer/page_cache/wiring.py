"""The pages that a viewer's process keeps, and what keeps them true, while it lives."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from aiohttp import web

from posts.pages.cache import PageCache
from posts.pages.changes import PageChanges
from posts.pages.renderings import Renderings, connect_renderings
from web_viewer.build import build
from web_viewer.connections import REDIS, SETTINGS
from web_viewer.page_cache.loader import PageLoader
from web_viewer.page_cache.memory import ProcessTier
from web_viewer.page_cache.nearby import Nearby

TIER: Final[web.AppKey[ProcessTier]] = web.AppKey("process tier")
NEARBY: Final[web.AppKey[Nearby]] = web.AppKey("nearby")
PAGES: Final[web.AppKey[PageLoader]] = web.AppKey("pages")


async def pages(app: web.Application) -> AsyncIterator[None]:
    """After Redis is connected."""
    loop = asyncio.get_running_loop()
    tier = app[TIER] = ProcessTier(lambda: loop.time() < changes.trusted_until)
    changes = PageChanges(app[REDIS], tier.forget, tier.forget_all)
    by = build(app[SETTINGS].address.public_url)
    async with changes.heard(), connect_renderings(app[SETTINGS].database.database_url) as pool:
        app[NEARBY] = Nearby(tier, PageCache(app[REDIS], by), Renderings(pool, by))
        app[PAGES] = PageLoader(tier, app[NEARBY])
        yield
        await app[NEARBY].finish()
