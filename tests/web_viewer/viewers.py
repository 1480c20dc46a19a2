"""Several viewers with the same databases, as behind a load balancer, and a count of their renderings."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from kernel.workers.frames import Work
from kernel.workers.pool import WorkerPool
from posts.models import Post
from tests.patience import PATIENCE
from tests.web_viewer.reader import Reader
from web_viewer.application import create_application
from web_viewer.connections import WORKERS
from web_viewer.page_cache.memory import PageMemory
from web_viewer.page_cache.wiring import PAGE_MEMORY
from web_viewer.server import serving
from web_viewer.settings import ViewerSettings


class CountingWorkers(WorkerPool):
    """Counts renderings and passes them on to other workers."""

    def __init__(self, workers: WorkerPool) -> None:
        super().__init__("web_viewer.rendering.work")
        self._those = workers
        self.rendered = 0

    async def run(self, work: Work, *, is_large: bool = False) -> list[bytes]:
        self.rendered += 1
        return await self._those.run(work, is_large=is_large)


@pytest.fixture
def unhurried_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lengthen the timeout of the database: a crowd shares one event loop with its viewer."""
    monkeypatch.setattr("web_viewer.connections._DATABASE_TIMEOUT_SECONDS", PATIENCE)
    monkeypatch.setattr("posts.pastes.renderings._TIMEOUT_SECONDS", PATIENCE)


@dataclass(frozen=True, slots=True)
class Viewer:
    app: web.Application
    port: int
    reader: Reader
    memory: PageMemory
    workers: CountingWorkers

    def trusts(self, target: str, language: str = "en") -> bool:
        return any(self.memory.trusted(target, one) for one in (language, ""))

    async def has_hot(self, target: str, language: str = "en") -> None:
        """Read until the process has the page in memory and trusts it."""
        headers = {"Accept-Language": language}
        async with asyncio.timeout(PATIENCE):
            while not self.trusts(target, language):
                assert (await self.reader.asks("GET", target, headers)).status == 200


@asynccontextmanager
async def viewer(settings: ViewerSettings, workers: WorkerPool) -> AsyncIterator[Viewer]:
    app = create_application(settings)
    counting = app[WORKERS] = CountingWorkers(workers)
    async with serving(app, "127.0.0.1", 0) as port, Reader(f"http://127.0.0.1:{port}") as reader:
        yield Viewer(app, port, reader, app[PAGE_MEMORY], counting)


async def used_before_its_end(
    publish: Callable[[timedelta], Awaitable[Post]], use: Callable[[Post], Awaitable[object]]
) -> tuple[Post, datetime]:
    """Publish a paste that ends soon, and use it before its end, with more time on a slow machine.

    `publish` gets the lifetime of the paste; `use` fails if that is over.
    """
    for seconds in (1, 5, 25):
        post = await publish(timedelta(seconds=seconds))
        assert post.expires_at
        try:
            await use(post)
        except AssertionError:
            if datetime.now(UTC) < post.expires_at:
                raise
        if datetime.now(UTC) < post.expires_at:
            return post, post.expires_at
    raise AssertionError("it always ended before it could be used")


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - what another process does sets no event here
            await asyncio.sleep(0.005)
