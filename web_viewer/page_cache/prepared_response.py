"""Prepared responses: the bytes of head and body, which are written as they are.

aiohttp builds the head of each response afresh, which takes longer than all else about a page in memory.
"""

import time
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache

from aiohttp import hdrs, web
from aiohttp.abc import AbstractStreamWriter

from posts.models import PostId
from web_viewer.http.bodies import Coding
from web_viewer.http.headers import SECURITY_HEADERS, SERVER
from web_viewer.http.negotiation import without_body
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.page_response import headers_of


@dataclass(frozen=True, slots=True)
class PreparedParts:
    """The response to a request is `head` or `not_modified`, the date, `rest`, and perhaps `body`."""

    head: bytes
    rest: bytes
    not_modified: bytes
    body: bytes
    tag: str
    post: PostId


def prepare(page: Page, coding: Coding) -> PreparedParts:
    headers = {**SECURITY_HEADERS, **headers_of(page, coding), hdrs.SERVER: SERVER}
    body = page.bodies.in_coding(coding)
    return PreparedParts(
        _head(200, "OK", {**headers, hdrs.CONTENT_LENGTH: str(len(body))}),
        b"\r\n\r\n",
        _head(304, "Not Modified", without_body(headers)),
        body,
        headers[hdrs.ETAG],
        page.post,
    )


class PreparedResponse(web.StreamResponse):
    """Sets up nothing of what aiohttp's own responses need."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = pieces

    @property
    def keep_alive(self) -> bool:
        return True

    @property
    def status(self) -> int:
        """The status for access logs."""
        return int(self._pieces[0].split(b" ", 2)[1])

    @property
    def body_length(self) -> int:
        return sum(map(len, self._pieces))

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
        writer = request.writer
        if request.transport is None:
            raise ConnectionResetError("the reader is gone")
        request.transport.write(b"".join(self._pieces))
        # A client that sends requests without reading must not fill the memory.
        await writer.drain()
        return writer

    async def write_eof(self, data: bytes = b"") -> None:
        """Do nothing: everything is written."""


def date_now() -> bytes:
    """Return the value of a Date header."""
    return _date(int(time.time()))


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()


def _head(status: int, reason: str, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"{hdrs.DATE}: "]).encode()
