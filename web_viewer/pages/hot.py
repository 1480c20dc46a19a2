"""The first to see a request: gives at once what is in this process' memory, and the rest to the application.

Whatever is unusual about a request (a range, a form, a key, HTTP/1.0) is the application's.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import HttpVersion11, hdrs, web

from posts.models import PostId
from web_viewer.bodies import Coding
from web_viewer.negotiation import coding_of
from web_viewer.pages.languages import language_by
from web_viewer.pages.process_tier import Kept, ProcessTier
from web_viewer.pages.ready import ReadyAnswer, ReadyParts, date_now, ready_parts

_UNUSUAL: Final = (hdrs.RANGE, hdrs.UPGRADE, hdrs.EXPECT, hdrs.CONTENT_LENGTH, hdrs.TRANSFER_ENCODING)
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Seen = Callable[[PostId, web.BaseRequest], None]


class HotPages:
    def __init__(self, tier: ProcessTier, seen: Seen, otherwise: Handler) -> None:
        self._tier = tier
        self._seen = seen
        self._otherwise = otherwise

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        return self._at_once(request) or await self._otherwise(request)

    def _at_once(self, request: web.BaseRequest) -> web.StreamResponse | None:
        headers = request.headers
        is_head = request.method == hdrs.METH_HEAD
        if not (is_head or request.method == hdrs.METH_GET) or request.version != HttpVersion11:
            return None
        accepted = ",".join(headers.getall(hdrs.ACCEPT_LANGUAGE, ()))
        language = language_by(headers.get(hdrs.COOKIE, ""), accepted)
        kept = self._tier.find(request.raw_path, language) or self._tier.find(request.raw_path, "")
        if kept is None or not request.keep_alive or any(name in headers for name in _UNUSUAL):
            return None
        parts = _parts(kept, coding_of(request))
        known = headers.get(hdrs.IF_NONE_MATCH)
        if known is not None and known != parts.tag:
            return None  # the application reads it with care, and counts it
        self._seen(kept.page.post, request)
        if known is not None:
            return ReadyAnswer(parts.not_modified, date_now(), parts.rest)
        return ReadyAnswer(parts.head, date_now(), parts.rest, b"" if is_head else parts.body)


def _parts(kept: Kept, coding: Coding) -> ReadyParts:
    parts = kept.ready.get(coding)
    if parts is None:
        parts = ready_parts(kept.page, coding)
        if coding is not Coding.IDENTITY:  # which hardly anybody takes, and which is large
            kept.ready[coding] = parts
    return parts
