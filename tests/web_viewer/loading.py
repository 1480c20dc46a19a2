"""A page cache whose renderings end when the test lets them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

import pytest
from redis.asyncio import Redis

from local.postgres import EmbeddedPostgres
from posts.models import Post
from posts.pastes.renderings import Renderings, connect_renderings
from tests.web_viewer.authors import Author
from tests.web_viewer.pages_made import page_of
from tests.web_viewer.viewers import until
from web_viewer.http.bodies import Coding
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.cache import Lookup, PageCache
from web_viewer.page_cache.memory import PageMemory
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.shared import SharedPages

BUILD = "this build"


class Renderer:
    """Renders pages of a paste, each when the test lets it."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.begun = 0
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.error: Exception | None = None
        self.expires_at: datetime | None = None

    async def render(self) -> Page:
        self.begun += 1
        post, number, expires_at = self.post, self.begun, self.expires_at
        await self.may_end.wait()
        if self.error:
            raise self.error
        return replace(page_of(f"page {number}", expires_at, post.updated_at), post=post.id)


class Reading:
    """A page cache, and a reader of one page."""

    def __init__(self, cache: PageCache, renderer: Renderer) -> None:
        self.cache, self.renderer = cache, renderer
        self.address = Address(renderer.post.url, f"/{renderer.post.url}", "en")

    async def get(self, lookup: Lookup | None = None) -> str:
        page = await self.cache.get(self.address, self.renderer.render, lookup)
        return page.bodies.in_coding(Coding.IDENTITY).decode()

    async def begins(self, many: int = 1) -> list["asyncio.Task[str]"]:
        """Start a crowd of readers, and return when it waits for a rendering."""
        begun = self.renderer.begun
        self.renderer.may_end.clear()
        crowd = [asyncio.create_task(self.get()) for _ in range(many)]
        await until(lambda: self.renderer.begun > begun)
        return crowd


@pytest.fixture
async def note(alice: Author) -> Post:
    return await alice.publishes("text", "note")


@pytest.fixture
async def reading(postgres: EmbeddedPostgres, redis: Redis, note: Post) -> AsyncIterator[Reading]:
    async with connect_renderings(postgres.url) as pool:
        cache = cache_of(redis, Renderings(pool, BUILD))
        yield Reading(cache, Renderer(note))
        await cache.finish()


@pytest.fixture
async def elsewhere(postgres: EmbeddedPostgres, redis: Redis, reading: Reading) -> AsyncIterator[Reading]:
    """Return a reader of the same page in another process."""
    async with connect_renderings(postgres.url) as pool:
        cache = cache_of(redis, Renderings(pool, BUILD))
        yield Reading(cache, reading.renderer)
        await cache.finish()


def cache_of(redis: Redis, renderings: Renderings) -> PageCache:
    return PageCache(PageMemory(), SharedPages(redis, BUILD), renderings)
