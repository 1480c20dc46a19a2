"""For whoever watches over the process."""

import asyncio
from collections.abc import Awaitable
from typing import Final, cast

import structlog
from aiohttp import hdrs, web
from redis.exceptions import RedisError
from sqlalchemy import text

from kernel.storage import StorageUnavailable
from web_viewer.connections import REDIS, SESSIONS, STORAGE
from web_viewer.http.responses import KEEP_NOWHERE

_PATIENCE: Final = 2.0  # seconds
_log = structlog.get_logger(__name__)


async def healthy(_: web.Request) -> web.Response:
    """The process is up, whatever becomes of the others."""
    return _said("ok\n")


async def ready(request: web.Request) -> web.Response:
    """Answer 503 where pastes cannot be read: without Postgres or the storage, only cached pages can.

    Without Redis they are only slower, and from a disk that is full or read-only they can be read as usual:
    both are told of, with 200.
    """
    app = request.app
    has_database, has_content, is_writable, has_cache = await asyncio.gather(
        _postgres_answers(app), _storage_can_be_read(app), _storage_can_be_written(app), _redis_answers(app)
    )
    missing = _named({"no database": has_database, "no storage": has_content})
    if missing:
        return _said(f"{missing}\n", web.HTTPServiceUnavailable.status_code)
    degraded = _named({"no cache": has_cache, "storage full or read-only": is_writable})
    return _said(f"degraded: {degraded}\n" if degraded else "ready\n")


def _named(parts: dict[str, bool]) -> str:
    """The words for the parts that are not well."""
    return ", ".join(words for words, is_well in parts.items() if not is_well)


def _said(words: str, status: int = web.HTTPOk.status_code) -> web.Response:
    """Now, and not for whoever asks next."""
    return web.Response(status=status, text=words, headers={hdrs.CACHE_CONTROL: KEEP_NOWHERE})


async def _postgres_answers(app: web.Application) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE), app[SESSIONS]() as session:
            await session.execute(text("SELECT 1"))
    except Exception as fault:  # whatever it is, nothing can be read now
        _log.warning("database unreachable", fault=repr(fault))
        return False
    return True


async def _storage_can_be_read(app: web.Application) -> bool:
    """The storage has a budget of its own, below 3 s."""
    try:
        await app[STORAGE].check_reading()
    except StorageUnavailable as fault:
        _log.warning("storage unreachable", fault=repr(fault))
        return False
    return True


async def _storage_can_be_written(app: web.Application) -> bool:
    """Unknown while the storage is away, and then told of as that."""
    try:
        await app[STORAGE].check_writing()
    except StorageUnavailable as fault:
        _log.warning("storage not writable", fault=repr(fault))
        return False
    return True


async def _redis_answers(app: web.Application) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE):
            await cast("Awaitable[bool]", app[REDIS].ping())
    except (OSError, RedisError):
        return False
    return True
