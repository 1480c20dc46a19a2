"""Listens, and hangs up on whoever only holds the line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final, cast

from aiohttp import web

from web_viewer.connections import VIEW_COUNTS
from web_viewer.http.connection import Connection, refusal, telling_connections
from web_viewer.http.slow_clients import Patience, end_the_slow
from web_viewer.page_cache.fast_path import FastPath, Handler
from web_viewer.page_cache.wiring import PAGE_CACHE, PAGE_MEMORY

_SHUTDOWN: Final = 5.0  # seconds for pages that are under way
_IDLE: Final = 75.0  # seconds between two requests on a connection
# Nobody has a body to send here; but who sends one hears the answer only after it.
_LINGERING: Final = 1.0  # seconds
_PATIENCE: Final = Patience()


class CannotListen(Exception):
    """The address cannot be had: its port is taken, it is not this machine's, …"""


@asynccontextmanager
async def serving(
    app: web.Application, host: str, port: int, patience: Patience = _PATIENCE
) -> AsyncIterator[int]:
    """Serves meanwhile; gives the port, which is any free one for 0. Raises CannotListen."""
    runner = web.AppRunner(app, shutdown_timeout=_SHUTDOWN)
    await runner.setup()
    try:
        server = await _listening(runner, host, port)
        try:
            async with _ending_the_slow(cast("web.Server", runner.server), patience):
                yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
    finally:
        await runner.cleanup()


async def _listening(runner: web.AppRunner, host: str, port: int) -> asyncio.Server:
    manager, loop = cast("web.Server", runner.server), asyncio.get_running_loop()
    manager.request_factory = telling_connections(manager.request_factory)
    app, application = runner.app, without_uploads(manager.request_handler)
    manager.request_handler = FastPath(app[PAGE_MEMORY], app[PAGE_CACHE], app[VIEW_COUNTS].seen, application)
    try:
        return await loop.create_server(
            lambda: Connection(manager, loop=loop, keepalive_timeout=_IDLE, lingering_time=_LINGERING),
            host,
            port,
        )
    except OSError as fault:
        raise CannotListen(f"{host}:{port} cannot be listened on ({fault.strerror})") from fault


@asynccontextmanager
async def _ending_the_slow(manager: web.Server, patience: Patience) -> AsyncIterator[None]:
    ending = asyncio.create_task(
        end_the_slow(lambda: cast("list[Connection]", manager.connections), patience)
    )
    try:
        yield
    finally:
        ending.cancel()
        with suppress(asyncio.CancelledError):
            await ending


_LARGEST: Final = 1_024  # bytes; our own forms are empty
_WORDS: Final = "Nothing can be uploaded here: pastes are published in Telegram.\n"


def without_uploads(application: Handler) -> Handler:
    """A body of unknown length is not read either, and ends the connection."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        if (request.content_length or 0) > _LARGEST:
            return refusal(web.HTTPRequestEntityTooLarge.status_code, _WORDS)
        return await application(request)

    return handle
