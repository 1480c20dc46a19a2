"""Connections of clients: aiohttp's, with terse answers to malformed requests, and a report of progress.

`close_slow_connections` watches the progress.
"""

import asyncio
import fcntl
import logging
import re
import socket
import struct
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from typing import Final, cast

import structlog
from aiohttp import HttpVersion10, HttpVersion11, hdrs, web
from aiohttp.http import RawRequestMessage
from aiohttp.http_exceptions import LineTooLong

from web_viewer.http.headers import SECURITY_HEADERS, SERVER
from web_viewer.http.slow_clients import Progress
from web_viewer.metrics import REFUSED_ROUTE, REQUESTS, status_class

_TOO_MANY_HEADERS: Final = "Too many headers"  # aiohttp's message: it has no class for this error
_ADDRESS: Final = re.compile(r"""(bytearray\()?(b?['"])?(/|http)""")  # aiohttp reports it as text or as bytes
_DISCARD_UNSENT: Final = struct.pack("ii", 1, 0)  # SO_LINGER on, with zero seconds (socket(7))
_SO_NWRITE: Final = 0x1024  # Darwin, sys/socket.h: bytes in the send buffer
_log = structlog.get_logger(__name__)


class Connection(web.RequestHandler):
    """The connection of one client.

    aiohttp's own answer to a malformed request repeats it, and reveals the versions of aiohttp and Python.
    """

    __slots__ = ("_got_eof", "_head_started", "_is_responding", "_raw_transport", "_requests")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # aiohttp drops its own reference when it closes the connection, which is before everything is sent.
        self._raw_transport = cast("asyncio.Transport", transport)
        self._requests = 0
        self._head_started = self._is_responding = self._got_eof = False
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        self._head_started = True
        super().data_received(data)

    def eof_received(self) -> bool:  # type: ignore[override] # aiohttp's closes the connection
        """Still send the response to a client that closes its side after the request, as `nc -N` does."""
        self._got_eof = True
        return self._is_responding or bool(self._messages)

    def request_started(self) -> None:
        """Note that the head of a request is complete."""
        self._requests += 1
        self._head_started, self._is_responding = False, True

    def log_access(self, request: web.BaseRequest, response: web.StreamResponse, time: float | None) -> None:  # noqa: ARG002
        """Log nothing, for the privacy of readers. aiohttp calls this when a response is written."""
        self._is_responding = False
        if self._got_eof and not self._messages:
            self.close()

    def progress(self) -> Progress | None:
        """Return what the client has sent and read so far; None if nothing waits for the client."""
        unsent = self._raw_transport.get_write_buffer_size()
        if unsent == 0 and (self._is_responding or (self._requests and not self._head_started)):
            return None  # waits for the application, or is idle between two requests
        # The kernel may send megabytes before it takes more from us, which takes minutes to a phone.
        unsent += _unsent_in_kernel(self._raw_transport) if unsent else 0
        return Progress(self._requests, self._head_started and not unsent, unsent)

    def abort(self) -> None:
        """Close the connection at once, and discard what is not sent."""
        _log.debug("slow_connection_closed", requests=self._requests)
        with suppress(OSError):  # it may be closed already
            # Without this, the kernel keeps megabytes for minutes that the client does not read.
            client = self._raw_transport.get_extra_info("socket")
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _DISCARD_UNSENT)
        self._raw_transport.abort()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - aiohttp's: repeats the request
    ) -> web.StreamResponse:
        """Return the response to a malformed request, or to an error that no middleware has handled."""
        if request.writer.output_size or is_disconnected(request):
            raise ConnectionError("a response has begun already, or the client has disconnected")
        status = _status_for(exc, status)
        level = logging.ERROR if status >= web.HTTPInternalServerError.status_code else logging.DEBUG
        _log.log(level, "malformed_request", status=status, exc_info=exc)
        return error_response(status, "This request could not be processed.\n")


def is_disconnected(request: web.BaseRequest) -> bool:
    return request.transport is None or request.transport.is_closing()


def error_response(status: int, text: str) -> web.Response:
    """Return a response in plain text, for errors outside the application; the connection closes after it."""
    response = web.Response(status=status, text=text)
    response.headers.update({**SECURITY_HEADERS, hdrs.SERVER: SERVER})
    response.force_close()
    REQUESTS.counts[REFUSED_ROUTE, status_class(status)] += 1
    return response


def _unsent_in_kernel(transport: asyncio.Transport) -> int:
    """Return how many bytes the client's machine has not confirmed (Linux, tcp(7): SIOCOUTQ)."""
    unsent = bytearray(4)
    client = transport.get_extra_info("socket")
    with suppress(OSError):  # it may be closed already
        if sys.platform == "darwin":
            return int(client.getsockopt(socket.SOL_SOCKET, _SO_NWRITE))
        fcntl.ioctl(client.fileno(), termios.TIOCOUTQ, unsent)
    return int.from_bytes(unsent, sys.byteorder)


def _status_for(error: BaseException | None, status: int) -> int:
    if isinstance(error, UnicodeEncodeError):
        # Raised by aiohttp when it builds its message about a header that is not UTF-8.
        return web.HTTPBadRequest.status_code
    # aiohttp does not say which line was too long, but gives its beginning.
    if isinstance(error, LineTooLong) and _ADDRESS.match(str(error.args[0])):
        return web.HTTPRequestURITooLong.status_code
    if isinstance(error, LineTooLong) or _TOO_MANY_HEADERS in str(error):
        return web.HTTPRequestHeaderFieldsTooLarge.status_code
    return status


def track_requests(make_request: Callable[..., web.BaseRequest]) -> Callable[..., web.BaseRequest]:
    """Wrap aiohttp's request factory, so that each connection learns of its requests."""

    def make(
        message: RawRequestMessage, payload: object, connection: Connection, *rest: object
    ) -> web.BaseRequest:
        connection.request_started()
        return make_request(_with_supported_version(message), payload, connection, *rest)

    return make


def _with_supported_version(message: RawRequestMessage) -> RawRequestMessage:
    # aiohttp would answer in any version, also in one that it does not speak (RFC 9110, 2.5).
    if message.version in (HttpVersion10, HttpVersion11):
        return message
    return message._replace(version=HttpVersion11, should_close=True)
