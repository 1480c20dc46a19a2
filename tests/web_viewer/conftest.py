"""Fixtures: a running viewer, a reader, and authors."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page
from redis.asyncio import Redis

from kernel.database import Sessions
from kernel.settings import AddressSettings, DatabaseSettings, RedisSettings, SecretSettings, StorageSettings
from kernel.storage import Storage
from kernel.workers.pool import WorkerPool
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from posts.models import Post
from tests.browser import browser
from tests.installation import begin_installation
from tests.patience import PATIENCE
from tests.posts.cached_pages import unhurried_redis as unhurried_redis
from tests.web_viewer.authors import Author, House
from tests.web_viewer.reader import Reader
from tests.web_viewer.tabs import tab
from tests.web_viewer.versions import FIRST, SECOND, THIRD
from tests.web_viewer.viewers import Viewer, viewer
from web_viewer.application import create_application
from web_viewer.connections import WORKERS
from web_viewer.rendering.renderer import render_workers
from web_viewer.server import serving
from web_viewer.settings import ViewerSettings

__all__ = ["browser"]


@pytest.fixture(autouse=True)
def checked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check pages in memory at each use, so that changes show at once; tests of trusted pages undo it."""
    monkeypatch.setattr("web_viewer.page_cache.memory.TRUSTED_SECONDS", 0.0)


@pytest.fixture(autouse=True)
def unhurried_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give render workers more time: after 15 s, which a busy machine may need, a page is rendered again."""
    monkeypatch.setattr("kernel.workers.pool._TIMEOUT_SECONDS", 4 * PATIENCE)


@pytest.fixture
def trusted_for_long(checked_each_time: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust pages in memory for long, however slow the machine is."""
    monkeypatch.setattr("web_viewer.page_cache.memory.TRUSTED_SECONDS", PATIENCE)


@pytest.fixture
def house(sessions: Sessions, redis: Redis, storage: Storage, secrets: SecretSettings) -> House:
    return House(sessions, redis, storage, secrets)


@pytest.fixture
async def begun(house: House) -> None:
    """An installation whose store has its id."""
    await begin_installation(house.sessions, house.storage)


@pytest.fixture
async def alice(house: House) -> Author:
    return await house.author("alice")


@pytest.fixture
async def program(alice: Author) -> Post:
    """A paste with three versions."""
    return await alice.revises(await alice.publishes(FIRST, "f.py"), SECOND, THIRD)


@pytest.fixture
def viewer_settings(
    postgres: EmbeddedPostgres, redis_server: EmbeddedRedis, secrets: SecretSettings, tmp_path: Path
) -> ViewerSettings:
    return ViewerSettings(
        DatabaseSettings(database_url=postgres.url),
        RedisSettings(redis_url=redis_server.url),
        StorageSettings(storage_url=f"file://{tmp_path / 'files'}"),
        secrets,
        AddressSettings(public_url="https://paste.example"),
    )


@pytest.fixture(scope="session")
async def workers() -> AsyncIterator[WorkerPool]:
    """Render workers that all tests share, because they take longer to load than most tests to run."""
    workers = render_workers()
    yield workers
    await workers.stop()


@pytest.fixture
async def port(house: House, viewer_settings: ViewerSettings, workers: WorkerPool) -> AsyncIterator[int]:
    """The port of a running viewer with empty databases."""
    app = create_application(viewer_settings)
    app[WORKERS] = workers
    async with serving(app, "127.0.0.1", 0) as port:
        yield port


@pytest.fixture
async def reader(port: int) -> AsyncIterator[Reader]:
    async with Reader(f"http://127.0.0.1:{port}") as reader:
        yield reader


@pytest.fixture
async def desk(browser: Browser, reader: Reader) -> AsyncIterator[Page]:
    """A window on a computer."""
    async with tab(browser, reader.base) as page:
        yield page


@pytest.fixture
async def phone(browser: Browser, reader: Reader) -> AsyncIterator[Page]:
    """A window on a phone."""
    async with tab(browser, reader.base, phone=True) as page:
        yield page


@pytest.fixture
async def scriptless(browser: Browser, reader: Reader) -> AsyncIterator[Page]:
    """A window that runs no scripts."""
    async with tab(browser, reader.base, script=False) as page:
        yield page


@pytest.fixture
async def viewers(
    house: House, viewer_settings: ViewerSettings, workers: WorkerPool
) -> AsyncIterator[tuple[Viewer, Viewer]]:
    """Two viewers with the same databases."""
    async with viewer(viewer_settings, workers) as one, viewer(viewer_settings, workers) as other:
        yield one, other
