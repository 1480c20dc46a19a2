"""Creates the page cache of an application."""

from collections.abc import AsyncIterator
from typing import Final

from aiohttp import web

from kernel.monitoring.database_pool import watch_pool
from posts.pastes.renderings import Renderings, connect_renderings
from web_viewer.build import build_digest
from web_viewer.connections import REDIS, SETTINGS
from web_viewer.page_cache.cache import PageCache
from web_viewer.page_cache.memory import PageMemory
from web_viewer.page_cache.shared import SharedPages

PAGE_MEMORY: Final[web.AppKey[PageMemory]] = web.AppKey("page memory")
PAGE_CACHE: Final[web.AppKey[PageCache]] = web.AppKey("page cache")


async def page_cache(app: web.Application) -> AsyncIterator[None]:
    """Connect the cache while the application runs, after Redis is connected."""
    settings, memory = app[SETTINGS], PageMemory()
    build = build_digest(settings.address.public_url)
    async with connect_renderings(settings.database.database_url) as pool:
        watch_pool(
            "pages", lambda: pool.get_size() - pool.get_idle_size(), pool.get_idle_size, pool.get_max_size
        )
        app[PAGE_MEMORY] = memory
        app[PAGE_CACHE] = PageCache(memory, SharedPages(app[REDIS], build), Renderings(pool, build))
        yield
        await app[PAGE_CACHE].finish()
