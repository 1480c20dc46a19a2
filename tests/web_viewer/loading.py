"""A process that keeps pages and somebody who reads one, each made when it is let."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from redis.asyncio import Redis

from local.postgres import EmbeddedPostgres
from posts.models import Post
from posts.pages.cache import PageCache
from posts.pages.changes import PageChanges
from posts.pages.renderings import Renderings, connect_renderings
from tests.web_viewer.authors import Author
from tests.web_viewer.pages_made import page_of
from tests.web_viewer.viewers import is_trusted, until
from web_viewer.http.bodies import Coding
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.loader import PageLoader
from web_viewer.page_cache.memory import ProcessTier
from web_viewer.page_cache.nearby import Built, Nearby
from web_viewer.page_cache.page import Page


class Maker:
    """Makes pages of a paste, each when it is let."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.begun = 0
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.fault: Exception | None = None
        self.until: datetime | None = None

    async def build(self) -> Built:
        self.begun += 1
        post, number, until_ = self.post, self.begun, self.until
        await self.may_end.wait()
        if self.fault:
            raise self.fault
        page = page_of(f"page {number}", until_)
        return Built(Page(page.bodies, page.headers, post.id, until_), post.updated_at)


class Reading:
    """A process that keeps pages, and somebody who reads one."""

    def __init__(self, tier: ProcessTier, nearby: Nearby, maker: Maker) -> None:
        self.tier, self.nearby, self.maker = tier, nearby, maker
        self.loader = PageLoader(tier, nearby)
        self.address = Address(maker.post.url, f"/{maker.post.url}", "en")

    async def get(self) -> str:
        page = await self.loader.get(self.address, self.maker.build)
        return page.bodies.in_coding(Coding.IDENTITY).decode()

    async def begins(self, many: int = 1) -> list["asyncio.Task[str]"]:
        """A crowd, to a making that does not end yet."""
        begun = self.maker.begun
        self.maker.may_end.clear()
        crowd = [asyncio.create_task(self.get()) for _ in range(many)]
        await until(lambda: self.maker.begun > begun)
        return crowd


@pytest.fixture
async def note(alice: Author) -> Post:
    return await alice.publishes("text", "note")


@pytest.fixture
async def reading(postgres: EmbeddedPostgres, redis: Redis, note: Post) -> AsyncIterator[Reading]:
    loop = asyncio.get_running_loop()
    tier = ProcessTier(lambda: loop.time() < changes.trusted_until)
    changes = PageChanges(redis, tier.forget, tier.forget_all)
    async with changes.heard(), connect_renderings(postgres.url) as pool:
        nearby = Nearby(tier, PageCache(redis), Renderings(pool, "this build"))
        await until(lambda: is_trusted(tier))
        yield Reading(tier, nearby, Maker(note))
        await nearby.finish()
