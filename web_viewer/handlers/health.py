"""`/healthz` and `/readyz`: whether the process runs, and whether it can show pastes."""

import asyncio
from collections.abc import Awaitable
from typing import Final, cast

import structlog
from aiohttp import hdrs, web
from redis.exceptions import RedisError
from sqlalchemy import text

from kernel.storage import StorageUnavailable
from posts.files.installation import Installation, WrongStorage
from web_viewer.connections import REDIS, SESSIONS, STORAGE
from web_viewer.http.headers import NO_STORE

_TIMEOUT_SECONDS: Final = 2.0
_log = structlog.get_logger(__name__)


async def healthy(_: web.Request) -> web.Response:
    """Answer 200 as long as the process runs, whatever the state of its databases."""
    return _plain("ok\n")


async def ready(request: web.Request) -> web.Response:
    """Answer 503 if pastes cannot be read: without Postgres or the storage, only cached pages can.

    Without Redis they are read more slowly, and from a full or read-only disk as usual: that is "degraded".
    """
    app = request.app
    has_database, has_content, is_writable, has_cache = await asyncio.gather(
        _postgres_answers(app), _storage_can_be_read(app), _storage_can_be_written(app), _redis_answers(app)
    )
    missing = _names_of_failing({"no database": has_database, "no storage": has_content})
    if missing:
        return _plain(f"{missing}\n", web.HTTPServiceUnavailable.status_code)
    degraded = _names_of_failing({"no cache": has_cache, "storage full or read-only": is_writable})
    return _plain(f"degraded: {degraded}\n" if degraded else "ready\n")


def _names_of_failing(parts: dict[str, bool]) -> str:
    return ", ".join(problem for problem, is_fine in parts.items() if not is_fine)


def _plain(body: str, status: int = web.HTTPOk.status_code) -> web.Response:
    return web.Response(status=status, text=body, headers={hdrs.CACHE_CONTROL: NO_STORE})


async def _postgres_answers(app: web.Application) -> bool:
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS), app[SESSIONS]() as session:
            await session.execute(text("SELECT 1"))
    except Exception as error:  # after any error, nothing can be read
        _log.warning("database_unreachable", error=repr(error))
        return False
    return True


async def _storage_can_be_read(app: web.Application) -> bool:
    """Return whether the store has the id of this installation, which a disk that is not mounted has not."""
    try:
        # The storage has a timeout of its own, which is shorter.
        async with asyncio.timeout(_TIMEOUT_SECONDS + 0.5), app[SESSIONS]() as session:
            await Installation(session, app[STORAGE]).check()
    except (WrongStorage, StorageUnavailable) as error:
        _log.warning("storage_unreachable", error=str(error))
        return False
    except Exception:  # of the database, which is reported by `_postgres_answers`
        return True
    return True


async def _storage_can_be_written(app: web.Application) -> bool:
    try:
        await app[STORAGE].check_writing()
    except OSError as error:
        _log.warning("storage_not_writable", error=repr(error))
        return False
    return True


async def _redis_answers(app: web.Application) -> bool:
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            await cast("Awaitable[bool]", app[REDIS].ping())
    except (OSError, RedisError):
        return False
    return True
