"""The fast path in front of the aiohttp application: sends finished pages, and passes on everything else.

A page in this process's memory that was checked within the last second is sent at once, one in Redis or
Postgres as soon as it is read. Unusual requests (a range, a form, a key, HTTP/1.0) are left to the
application.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import HttpVersion11, hdrs, web

from posts.models import PostId
from web_viewer.http.bodies import Coding
from web_viewer.http.negotiation import coding_of
from web_viewer.metrics import PAGE_CACHE_ROUTE, PAGE_LOOKUPS, REQUESTS
from web_viewer.page_cache.address import usual_address
from web_viewer.page_cache.cache import LOOKUP, PageCache
from web_viewer.page_cache.memory import Entry, PageMemory
from web_viewer.page_cache.prepared_response import (
    HEAD_END,
    PreparedParts,
    PreparedResponse,
    date_now,
    prepare,
)
from web_viewer.reader_language import language_without_query

_UNUSUAL_HEADERS: Final = (
    hdrs.RANGE,
    hdrs.UPGRADE,
    hdrs.EXPECT,
    hdrs.CONTENT_LENGTH,
    hdrs.TRANSFER_ENCODING,
)
_MEMORY: Final = ("memory",)
_OK: Final = (PAGE_CACHE_ROUTE, "2xx")
_NOT_MODIFIED: Final = (PAGE_CACHE_ROUTE, "3xx")
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
CountView = Callable[[PostId, web.BaseRequest], None]


class FastPath:
    """The handler of all requests. `application` gets those that it does not answer, with their `LOOKUP`."""

    def __init__(
        self, memory: PageMemory, cache: PageCache, count_view: CountView, application: Handler
    ) -> None:
        self._memory = memory
        self._cache = cache
        self._count_view = count_view
        self._application = application

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        response = None
        if _is_usual(request):
            language = language_without_query(request)
            parts = self._from_memory(request, language) or await self._from_cache(request, language)
            response = parts and self._response(request, parts)
        return response or await self._application(request)

    def _from_memory(self, request: web.BaseRequest, language: str) -> PreparedParts | None:
        target = request.raw_path
        entry = self._memory.trusted(target, language) or self._memory.trusted(target, "")
        if entry is None:
            return None
        PAGE_LOOKUPS.counts[_MEMORY] += 1
        return _prepared(entry, coding_of(request))

    async def _from_cache(self, request: web.BaseRequest, language: str) -> PreparedParts | None:
        address = usual_address(request.raw_path, language)
        if address is None:
            return None
        lookup = request[LOOKUP] = await self._cache.find(address)
        return prepare(lookup.page, coding_of(request)) if lookup.page else None

    def _response(self, request: web.BaseRequest, parts: PreparedParts) -> PreparedResponse | None:
        known = request.headers.get(hdrs.IF_NONE_MATCH)
        if known is not None and known != parts.tag:
            return None  # the application compares several tags, and counts the view
        self._count_view(parts.post, request)
        REQUESTS.counts[_OK if known is None else _NOT_MODIFIED] += 1
        if known is not None:
            return PreparedResponse(parts.not_modified, date_now(), HEAD_END)
        body = b"" if request.method == hdrs.METH_HEAD else parts.body
        return PreparedResponse(parts.head, date_now(), HEAD_END, body)


def _is_usual(request: web.BaseRequest) -> bool:
    if request.method not in (hdrs.METH_GET, hdrs.METH_HEAD) or request.version != HttpVersion11:
        return False
    return request.keep_alive and not any(name in request.headers for name in _UNUSUAL_HEADERS)


def _prepared(entry: Entry, coding: Coding) -> PreparedParts:
    parts = entry.prepared.get(coding)
    if parts is None:
        parts = prepare(entry.page, coding)
        if coding is not Coding.IDENTITY:  # large, and hardly ever asked for
            entry.prepared[coding] = parts
    return parts
