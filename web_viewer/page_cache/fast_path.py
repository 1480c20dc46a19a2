"""The first to see a request: gives what has been made before, and leaves the rest to the application.

What is in this process' memory is given at once, what is in Redis or beside its paste as soon as it is read.
Whatever is unusual about a request (a range, a form, a key, HTTP/1.0) is the application's.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import HttpVersion11, hdrs, web

from posts.models import PostId
from web_viewer.http.bodies import Coding
from web_viewer.http.negotiation import coding_of
from web_viewer.page_cache.address import usual_address
from web_viewer.page_cache.memory import Kept, ProcessTier
from web_viewer.page_cache.nearby import LOOKED, Nearby
from web_viewer.page_cache.prepared_response import ReadyAnswer, ReadyParts, date_now, ready_parts
from web_viewer.reader_language import language_without_query

_UNUSUAL: Final = (hdrs.RANGE, hdrs.UPGRADE, hdrs.EXPECT, hdrs.CONTENT_LENGTH, hdrs.TRANSFER_ENCODING)
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Seen = Callable[[PostId, web.BaseRequest], None]


class HotPages:
    def __init__(self, tier: ProcessTier, nearby: Nearby, seen: Seen, otherwise: Handler) -> None:
        self._tier = tier
        self._nearby = nearby
        self._seen = seen
        self._otherwise = otherwise

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        answer = None
        if _is_usual(request):
            language = language_without_query(request)
            parts = self._in_memory(request, language) or await self._found(request, language)
            answer = parts and self._answer(request, parts)
        return answer or await self._otherwise(request)

    def _in_memory(self, request: web.BaseRequest, language: str) -> ReadyParts | None:
        target = request.raw_path
        kept = self._tier.find(target, language) or self._tier.find(target, "")
        return _parts(kept, coding_of(request)) if kept else None

    async def _found(self, request: web.BaseRequest, language: str) -> ReadyParts | None:
        address = usual_address(request.raw_path, language)
        if address is None:
            return None
        looked = request[LOOKED] = await self._nearby.look(address)
        return ready_parts(looked.page, coding_of(request)) if looked.page else None

    def _answer(self, request: web.BaseRequest, parts: ReadyParts) -> ReadyAnswer | None:
        known = request.headers.get(hdrs.IF_NONE_MATCH)
        if known is not None and known != parts.tag:
            return None  # the application reads it with care, and counts it
        self._seen(parts.post, request)
        if known is not None:
            return ReadyAnswer(parts.not_modified, date_now(), parts.rest)
        body = b"" if request.method == hdrs.METH_HEAD else parts.body
        return ReadyAnswer(parts.head, date_now(), parts.rest, body)


def _is_usual(request: web.BaseRequest) -> bool:
    if request.method not in (hdrs.METH_GET, hdrs.METH_HEAD) or request.version != HttpVersion11:
        return False
    return request.keep_alive and not any(name in request.headers for name in _UNUSUAL)


def _parts(kept: Kept, coding: Coding) -> ReadyParts:
    parts = kept.ready.get(coding)
    if parts is None:
        parts = ready_parts(kept.page, coding)
        if coding is not Coding.IDENTITY:  # which hardly anybody takes, and which is large
            kept.ready[coding] = parts
    return parts
