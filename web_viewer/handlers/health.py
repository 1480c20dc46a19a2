"""For whoever watches over the process."""

import asyncio
from collections.abc import Awaitable
from typing import Final, cast

import structlog
from aiohttp import hdrs, web
from redis.exceptions import RedisError
from sqlalchemy import text

from web_viewer.answers import KEEP_NOWHERE
from web_viewer.connections import REDIS, SESSIONS

_PATIENCE: Final = 2.0  # seconds
_log = structlog.get_logger(__name__)


async def healthy(_: web.Request) -> web.Response:
    """The process is up, whatever becomes of the others."""
    return _said("ok\n")


async def ready(request: web.Request) -> web.Response:
    """Nothing can be read without Postgres; without Redis everything can, only slower."""
    if not await _postgres_answers(request.app):
        return _said("no database\n", web.HTTPServiceUnavailable.status_code)
    return _said("ready\n" if await _redis_answers(request.app) else "degraded: no cache\n")


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


async def _redis_answers(app: web.Application) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE):
            await cast("Awaitable[bool]", app[REDIS].ping())
    except (OSError, RedisError):
        return False
    return True
