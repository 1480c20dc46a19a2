"""The connections and other shared objects of the application, by their keys in it.

The functions open and close them with the application; a connection to a database is made at its first use.
"""

from collections.abc import AsyncIterator
from typing import Final

from aiohttp import web
from redis.asyncio import Redis

from kernel.database import Sessions, connect_database, session_maker
from kernel.monitoring.database_pool import watch_engine
from kernel.redis import connect_redis
from kernel.storage import Storage
from kernel.workers.pool import WorkerPool
from web_viewer.bot_address import BotAddressCache
from web_viewer.comparing.counting import ChangeCounts
from web_viewer.rendering.renderer import Renderer, render_workers
from web_viewer.settings import ViewerSettings
from web_viewer.view_counts import ViewCounts

# When Postgres hangs, readers get an error page after this time.
_DATABASE_TIMEOUT_SECONDS: Final = 5.0
# Every request is answered within 3 s, even if the storage does not answer.
_STORAGE_TIMEOUT_SECONDS: Final = 2.0
SETTINGS: Final[web.AppKey[ViewerSettings]] = web.AppKey("settings")
SESSIONS: Final[web.AppKey[Sessions]] = web.AppKey("sessions")
REDIS: Final[web.AppKey[Redis]] = web.AppKey("redis")
STORAGE: Final[web.AppKey[Storage]] = web.AppKey("storage")
CHANGE_COUNTS: Final[web.AppKey[ChangeCounts]] = web.AppKey("change counts")
BOT_ADDRESS: Final[web.AppKey[BotAddressCache]] = web.AppKey("bot address")
VIEW_COUNTS: Final[web.AppKey[ViewCounts]] = web.AppKey("view counts")
WORKERS: Final[web.AppKey[WorkerPool]] = web.AppKey("workers")
RENDERER: Final[web.AppKey[Renderer]] = web.AppKey("renderer")


async def postgres(app: web.Application) -> AsyncIterator[None]:
    engine = connect_database(app[SETTINGS].database.database_url, _DATABASE_TIMEOUT_SECONDS)
    watch_engine(engine)
    app[SESSIONS] = session_maker(engine)
    yield
    await engine.dispose()


async def redis(app: web.Application) -> AsyncIterator[None]:
    app[REDIS] = connect_redis(app[SETTINGS].redis.redis_url)
    yield
    await app[REDIS].aclose()


async def storage(app: web.Application) -> AsyncIterator[None]:
    app[STORAGE] = Storage(app[SETTINGS].storage.storage_url, _STORAGE_TIMEOUT_SECONDS)
    yield


async def view_counts(app: web.Application) -> AsyncIterator[None]:
    """Flush view counts. Comes after `postgres`, so that the last flush still has a database."""
    async with app[VIEW_COUNTS].flushing(app[SESSIONS]):
        yield


async def workers(app: web.Application) -> AsyncIterator[None]:
    """Start the render workers, which load in the background, unless the application was given some."""
    own = None if WORKERS in app else render_workers()
    if own:
        await own.start()
        app[WORKERS] = own
    app[RENDERER] = Renderer(app[WORKERS])
    yield
    if own:
        await own.stop()
