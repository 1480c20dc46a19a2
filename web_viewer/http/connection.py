"""One reader's connection: what it says to what is no request, and whether it waits for its reader."""

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

from web_viewer.http.headers import HEADERS, SERVER
from web_viewer.http.slow_clients import Signs

_TOO_MANY_HEADERS: Final = "Too many headers"  # aiohttp tells it by its words only
_ADDRESS: Final = re.compile(r"""(bytearray\()?(b?['"])?(/|http)""")  # as text or as bytes of either kind
_NOTHING: Final = struct.pack("ii", 1, 0)  # of what is unsent is kept (socket(7): on, and no second)
_SO_NWRITE: Final = 0x1024  # Darwin, sys/socket.h: bytes in the send buffer
_log = structlog.get_logger(__name__)


class Connection(web.RequestHandler):
    """aiohttp's own answer to a malformed request repeats it, and tells aiohttp's and Python's versions."""

    __slots__ = ("_has_said_all", "_head_has_begun", "_is_answering", "_requests", "_wire")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # aiohttp forgets it when it closes it, which is before all is sent.
        self._wire = cast("asyncio.Transport", transport)
        self._requests = 0
        self._head_has_begun = self._is_answering = self._has_said_all = False
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        self._head_has_begun = True
        super().data_received(data)

    def eof_received(self) -> bool:  # type: ignore[override] # aiohttp's says nothing, which hangs up
        """Who closes their side behind a request, as `nc -N` does, may still wait for the answer."""
        self._has_said_all = True
        return self._is_answering or bool(self._messages)

    def request_begins(self) -> None:
        """Its head is complete."""
        self._requests += 1
        self._head_has_begun, self._is_answering = False, True

    def log_access(self, request: web.BaseRequest, response: web.StreamResponse, time: float | None) -> None:  # noqa: ARG002
        """What aiohttp calls when an answer is written. Who reads what is not logged."""
        self._is_answering = False
        if self._has_said_all and not self._messages:
            self.close()

    def signs(self) -> Signs | None:
        unsent = self._wire.get_write_buffer_size()
        if unsent == 0 and (self._is_answering or (self._requests and not self._head_has_begun)):
            return None  # it waits for us, or is idle between two requests
        # Megabytes may leave the kernel before it takes more of ours, which takes a phone minutes.
        unsent += _in_kernel(self._wire) if unsent else 0
        return Signs(self._requests, self._head_has_begun and not unsent, unsent)

    def cut_off(self) -> None:
        _log.debug("a connection was too slow", requests=self._requests)
        with suppress(OSError):  # closed meanwhile
            # Else the kernel goes on holding megabytes that nobody takes, for minutes.
            self._wire.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NOTHING)
        self._wire.abort()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - aiohttp's: repeats what was sent
    ) -> web.StreamResponse:
        if request.writer.output_size or is_gone(request):
            raise ConnectionError("the answer is on its way already, or its reader gone")
        status = _status_for(exc, status)
        level = logging.ERROR if status >= web.HTTPInternalServerError.status_code else logging.DEBUG
        _log.log(level, "request not understood", status=status, exc_info=exc)
        return refusal(status, "This request was not understood.\n")


def is_gone(request: web.BaseRequest) -> bool:
    """Whether nobody is there any more to read the answer."""
    return request.transport is None or request.transport.is_closing()


def refusal(status: int, words: str) -> web.Response:
    """Where no page can be made. The connection ends with it."""
    answer = web.Response(status=status, text=words)
    answer.headers.update({**HEADERS, hdrs.SERVER: SERVER})
    answer.force_close()
    return answer


def _in_kernel(wire: asyncio.Transport) -> int:
    """Return how many bytes the reader's machine has not confirmed (Linux, tcp(7): SIOCOUTQ)."""
    unsent = bytearray(4)
    connection = wire.get_extra_info("socket")
    with suppress(OSError):  # it has been closed
        if sys.platform == "darwin":
            return int(connection.getsockopt(socket.SOL_SOCKET, _SO_NWRITE))
        fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, unsent)
    return int.from_bytes(unsent, sys.byteorder)


def _status_for(fault: BaseException | None, status: int) -> int:
    if isinstance(fault, UnicodeEncodeError):
        # aiohttp cannot word its own refusal of a header that is no UTF-8.
        return web.HTTPBadRequest.status_code
    # aiohttp gives the beginning of what was too long, and does not say what it is.
    if isinstance(fault, LineTooLong) and _ADDRESS.match(str(fault.args[0])):
        return web.HTTPRequestURITooLong.status_code
    if isinstance(fault, LineTooLong) or _TOO_MANY_HEADERS in str(fault):
        return web.HTTPRequestHeaderFieldsTooLarge.status_code
    return status


def telling_connections(make: Callable[..., web.BaseRequest]) -> Callable[..., web.BaseRequest]:
    """aiohttp's maker of requests, with which each connection hears of its own."""

    def made(
        message: RawRequestMessage, payload: object, connection: Connection, *rest: object
    ) -> web.BaseRequest:
        connection.request_begins()
        return make(_in_our_version(message), payload, connection, *rest)

    return made


def _in_our_version(message: RawRequestMessage) -> RawRequestMessage:
    """aiohttp answers in any version it is asked in, also in those that it does not speak (RFC 9110, 2.5)."""
    if message.version in (HttpVersion10, HttpVersion11):
        return message
    return message._replace(version=HttpVersion11, should_close=True)
