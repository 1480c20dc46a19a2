"""The HTTP server: aiohttp's, with the fast path in front of the application and limits for slow clients."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final, cast

from aiohttp import web

from web_viewer.connections import VIEW_COUNTS
from web_viewer.http.connection import Connection, error_response, track_requests
from web_viewer.http.slow_clients import SlowClientTimeouts, close_slow_connections
from web_viewer.page_cache.fast_path import FastPath, Handler
from web_viewer.page_cache.wiring import PAGE_CACHE, PAGE_MEMORY

_SHUTDOWN_TIMEOUT_SECONDS: Final = 5.0  # for requests in progress
_KEEPALIVE_TIMEOUT_SECONDS: Final = 75.0
# After a response, aiohttp reads the rest of a request body for so long before it closes the connection.
_LINGERING_SECONDS: Final = 1.0
_MAX_BODY_BYTES: Final = 1_024  # the forms of our pages are empty
_UPLOAD_REFUSED: Final = "Nothing can be uploaded here: pastes are published in Telegram.\n"
_TIMEOUTS: Final = SlowClientTimeouts()


class CannotListen(Exception):
    """The address cannot be used: for instance its port is taken, or it is not one of this machine."""


@asynccontextmanager
async def serving(
    app: web.Application, host: str, port: int, timeouts: SlowClientTimeouts = _TIMEOUTS
) -> AsyncIterator[int]:
    """Serve the application during the block; at its end, wait up to 5 s for requests in progress.

    Yields the port, a free one if `port` is 0. Raises CannotListen.
    """
    runner = web.AppRunner(app, shutdown_timeout=_SHUTDOWN_TIMEOUT_SECONDS)
    await runner.setup()
    try:
        manager = cast("web.Server", runner.server)
        _install_fast_path(app, manager)
        server = await _listen(manager, host, port)
        try:
            async with _closing_slow_connections(manager, timeouts):
                yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
    finally:
        await runner.cleanup()


def _install_fast_path(app: web.Application, manager: web.Server) -> None:
    """Put the fast path in front of the application, and the limit of uploads between them."""
    manager.request_factory = track_requests(manager.request_factory)
    application = _refuse_uploads(manager.request_handler)
    manager.request_handler = FastPath(app[PAGE_MEMORY], app[PAGE_CACHE], app[VIEW_COUNTS].count, application)


async def _listen(manager: web.Server, host: str, port: int) -> asyncio.Server:
    """Raises CannotListen."""
    loop = asyncio.get_running_loop()
    try:
        return await loop.create_server(
            lambda: Connection(
                manager,
                loop=loop,
                keepalive_timeout=_KEEPALIVE_TIMEOUT_SECONDS,
                lingering_time=_LINGERING_SECONDS,
            ),
            host,
            port,
        )
    except OSError as error:
        raise CannotListen(f"{host}:{port} cannot be listened on ({error.strerror})") from error


def _refuse_uploads(application: Handler) -> Handler:
    """Wrap the application: answer 413 to a request whose Content-Length is over 1,024 bytes.

    A body without Content-Length is not refused: no handler reads it.
    """

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        if (request.content_length or 0) > _MAX_BODY_BYTES:
            return error_response(web.HTTPRequestEntityTooLarge.status_code, _UPLOAD_REFUSED)
        return await application(request)

    return handle


@asynccontextmanager
async def _closing_slow_connections(manager: web.Server, timeouts: SlowClientTimeouts) -> AsyncIterator[None]:
    task = asyncio.create_task(
        close_slow_connections(lambda: cast("list[Connection]", manager.connections), timeouts)
    )
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
