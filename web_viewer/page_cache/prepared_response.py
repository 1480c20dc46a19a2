"""Prepared responses: the bytes of head and body, which are written as they are.

aiohttp builds the head of each response afresh, which takes longer than all else about a page in memory.
"""

import time
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from typing import Final

from aiohttp import hdrs, web
from aiohttp.abc import AbstractStreamWriter

from posts.models import PostId
from web_viewer.http.bodies import Coding
from web_viewer.http.headers import SECURITY_HEADERS, SERVER
from web_viewer.http.negotiation import without_body
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.page_response import headers_of

HEAD_END: Final = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class PreparedParts:
    """Parts of the responses for one page in one coding.

    A response is `head`, the date, `HEAD_END` and `body`; to a reader who has the page, `not_modified`, the
    date and `HEAD_END`. `tag` is the ETag with its quotes.
    """

    head: bytes
    not_modified: bytes
    body: bytes
    tag: str
    post: PostId


def prepare(page: Page, coding: Coding) -> PreparedParts:
    headers = {**SECURITY_HEADERS, **headers_of(page, coding), hdrs.SERVER: SERVER}
    body = page.bodies.in_coding(coding)
    return PreparedParts(
        _head(200, "OK", {**headers, hdrs.CONTENT_LENGTH: str(len(body))}),
        _head(304, "Not Modified", without_body(headers)),
        body,
        headers[hdrs.ETAG],
        page.post,
    )


class PreparedResponse(web.StreamResponse):
    """A response that writes its pieces as they are. It has no status, headers or cookies of aiohttp's."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = pieces

    @property
    def keep_alive(self) -> bool:
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
        writer = request.writer
        if request.transport is None:
            raise ConnectionResetError("the reader is gone")
        request.transport.write(b"".join(self._pieces))
        # A client that sends requests without reading must not fill the memory.
        await writer.drain()
        return writer

    async def write_eof(self, data: bytes = b"") -> None:
        """Do nothing: `prepare` has written everything."""


def date_now() -> bytes:
    """Return the value of a Date header."""
    return _date(int(time.time()))


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()


def _head(status: int, reason: str, headers: dict[str, str]) -> bytes:
    """Return a head up to where the date and `HEAD_END` follow."""
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"{hdrs.DATE}: "]).encode()
