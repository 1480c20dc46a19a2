"""What the viewer's process holds while it lives. Nothing connects before it is used."""

from collections.abc import AsyncIterator
from typing import Final

from aiohttp import web
from redis.asyncio import Redis

from kernel.database import Sessions, connect_database, session_maker
from kernel.redis import connect_redis
from kernel.storage import Storage
from kernel.workers.pool import WorkerPool
from web_viewer.bot_door import BotDoor
from web_viewer.comparing.counting import ChangeCounts
from web_viewer.rendering.renderer import Renderer, render_workers
from web_viewer.settings import ViewerSettings
from web_viewer.view_counts import ViewCounts

# Where Postgres hangs, readers are told so, and do not wait for as long as it pleases.
_PATIENCE: Final = 5.0  # seconds
# A reader is to have an answer within 3 s, also where the storage gives none.
_STORAGE_BUDGET: Final = 2.0  # seconds
SETTINGS: Final[web.AppKey[ViewerSettings]] = web.AppKey("settings")
SESSIONS: Final[web.AppKey[Sessions]] = web.AppKey("sessions")
REDIS: Final[web.AppKey[Redis]] = web.AppKey("redis")
STORAGE: Final[web.AppKey[Storage]] = web.AppKey("storage")
CHANGE_COUNTS: Final[web.AppKey[ChangeCounts]] = web.AppKey("change counts")
BOT_DOOR: Final[web.AppKey[BotDoor]] = web.AppKey("bot door")
VIEW_COUNTS: Final[web.AppKey[ViewCounts]] = web.AppKey("view counts")
WORKERS: Final[web.AppKey[WorkerPool]] = web.AppKey("workers")
RENDERER: Final[web.AppKey[Renderer]] = web.AppKey("renderer")


async def postgres(app: web.Application) -> AsyncIterator[None]:
    engine = connect_database(app[SETTINGS].database.database_url, _PATIENCE)
    app[SESSIONS] = session_maker(engine)
    yield
    await engine.dispose()


async def redis(app: web.Application) -> AsyncIterator[None]:
    app[REDIS] = connect_redis(app[SETTINGS].redis.redis_url)
    yield
    await app[REDIS].aclose()


async def storage(app: web.Application) -> AsyncIterator[None]:
    app[STORAGE] = Storage(app[SETTINGS].storage.storage_url, _STORAGE_BUDGET)
    yield


async def view_counts(app: web.Application) -> AsyncIterator[None]:
    """Behind `postgres`, so that the last counts still reach it."""
    async with app[VIEW_COUNTS].flushing(app[SESSIONS]):
        yield


async def workers(app: web.Application) -> AsyncIterator[None]:
    """Their processes load while the first requests come. Several applications may share some."""
    own = None if WORKERS in app else render_workers()
    if own:
        await own.start()
        app[WORKERS] = own
    app[RENDERER] = Renderer(app[WORKERS])
    yield
    if own:
        await own.stop()
