"""Listens, and answers in plain words what is no HTTP at all."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, cast

import structlog
from aiohttp import hdrs, web

from web_viewer.connections import VIEW_COUNTS
from web_viewer.pages.hot import HotPages
from web_viewer.pages.wiring import TIER
from web_viewer.security import HEADERS, SERVER

_SHUTDOWN: Final = 5.0  # seconds for pages that are under way
_IDLE: Final = 75.0  # seconds between two requests on a connection
# Nobody has a body to send here; but who sends one hears the answer only after it.
_LINGERING: Final = 1.0  # seconds
_log = structlog.get_logger(__name__)


class CannotListen(Exception):
    """The address cannot be had: its port is taken, it is not this machine's, …"""


class Connection(web.RequestHandler):
    """aiohttp's own answer to a malformed request repeats it, and tells aiohttp's and Python's versions."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - aiohttp's: repeats what was sent
    ) -> web.StreamResponse:
        if request.writer.output_size:
            raise ConnectionError("the answer is on its way already")
        # aiohttp cannot word its own refusal of a header that is no UTF-8.
        status = web.HTTPBadRequest.status_code if isinstance(exc, UnicodeEncodeError) else status
        level = logging.ERROR if status >= web.HTTPInternalServerError.status_code else logging.DEBUG
        _log.log(level, "request not understood", status=status, exc_info=exc)
        answer = web.Response(status=status, text="This request was not understood.\n")
        answer.headers.update({**HEADERS, hdrs.SERVER: SERVER})
        answer.force_close()
        return answer


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serves meanwhile; gives the port, which is any free one for 0. Raises CannotListen."""
    runner = web.AppRunner(app, shutdown_timeout=_SHUTDOWN)
    await runner.setup()
    try:
        server = await _listening(runner, host, port)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
    finally:
        await runner.cleanup()


async def _listening(runner: web.AppRunner, host: str, port: int) -> asyncio.Server:
    manager, loop = cast("web.Server", runner.server), asyncio.get_running_loop()
    manager.request_handler = HotPages(
        runner.app[TIER], runner.app[VIEW_COUNTS].seen, manager.request_handler
    )
    try:
        return await loop.create_server(
            lambda: Connection(manager, loop=loop, keepalive_timeout=_IDLE, lingering_time=_LINGERING),
            host,
            port,
        )
    except OSError as fault:
        raise CannotListen(f"{host}:{port} cannot be listened on ({fault.strerror})") from fault
