"""Content negotiation and conditional requests (RFC 9110, 12 and 13)."""

import re
from functools import lru_cache
from typing import Final

from aiohttp import hdrs, web

from web_viewer.http.bodies import Coding

ANYTHING: Final = "*"
_ITEM: Final = re.compile(r"\s*(\*|[A-Za-z0-9][-A-Za-z0-9]*)\s*(?:;\s*[qQ]=([01](?:\.\d{0,3})?)\s*)?")
_BODY_HEADERS: Final = (hdrs.CONTENT_TYPE, hdrs.CONTENT_ENCODING, hdrs.CONTENT_DISPOSITION)
_PREFERRED_CODINGS: Final = (Coding.BROTLI, Coding.GZIP)


def quality_values(header: str) -> dict[str, float]:
    """Parse a header like Accept-Language: its values in lower case, with their qualities, 0 to 1.

    They are in the order of the header. Malformed items are left out.
    """
    items = [found for item in header.split(",") if (found := _ITEM.fullmatch(item))]
    return {item[1].lower(): min(float(item[2] or 1), 1.0) for item in items}


def coding_of(request: web.BaseRequest) -> Coding:
    """Return the content coding to answer in: Brotli, gzip, or none if the client accepts neither."""
    return _negotiate_coding(",".join(request.headers.getall(hdrs.ACCEPT_ENCODING, ())))


@lru_cache(maxsize=1024)
def _negotiate_coding(accept_encoding: str) -> Coding:
    qualities = quality_values(accept_encoding)
    others = qualities.get(ANYTHING, 0.0)
    best = max(_PREFERRED_CODINGS, key=lambda coding: qualities.get(coding, others))
    return best if qualities.get(best, others) else Coding.IDENTITY


def coding_headers(coding: Coding) -> dict[str, str]:
    return {} if coding is Coding.IDENTITY else {hdrs.CONTENT_ENCODING: coding.value}


def etag_of(digest: str, coding: Coding) -> str:
    """Return a strong ETag without its quotes. It differs by coding (RFC 9110, 8.8.3.3)."""
    return digest if coding is Coding.IDENTITY else f"{digest}-{coding}"


def matches_etag(request: web.BaseRequest, tag: str) -> bool:
    """Return whether If-None-Match names this ETag (without its quotes), or any (`*`)."""
    return any(etag.value in (tag, ANYTHING) for etag in request.if_none_match or ())


def not_modified(headers: dict[str, str]) -> web.Response:
    """Return a 304 in place of a response with these headers, among them the ETag."""
    return web.Response(status=web.HTTPNotModified.status_code, headers=without_body(headers))


def without_body(headers: dict[str, str]) -> dict[str, str]:
    """Return the headers without those that describe a body."""
    return {name: value for name, value in headers.items() if name not in _BODY_HEADERS}
