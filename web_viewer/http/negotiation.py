"""What a reader takes and how gladly: `Accept-Language`, `Accept-Encoding` (RFC 9110, 12.4.2)."""

import re
from functools import lru_cache
from typing import Final

from aiohttp import hdrs, web

from web_viewer.http.bodies import Coding

_ITEM: Final = re.compile(r"\s*(\*|[A-Za-z0-9][-A-Za-z0-9]*)\s*(?:;\s*[qQ]=([01](?:\.\d{0,3})?)\s*)?")
ANYTHING: Final = "*"


def qualities(given: str) -> dict[str, float]:
    """Values in lower case, in the reader's order; qualities from 0 (never) to 1."""
    items = [found for item in given.split(",") if (found := _ITEM.fullmatch(item))]
    return {item[1].lower(): min(float(item[2] or 1), 1.0) for item in items}


_OF_A_BODY: Final = (hdrs.CONTENT_TYPE, hdrs.CONTENT_ENCODING, hdrs.CONTENT_DISPOSITION)
_PREFERRED: Final = (Coding.BROTLI, Coding.GZIP)


def coding_of(request: web.BaseRequest) -> Coding:
    return coding_for(",".join(request.headers.getall(hdrs.ACCEPT_ENCODING, ())))


@lru_cache(maxsize=1024)
def coding_for(accept_encoding: str) -> Coding:
    """Of the gladly taken ones that which makes it smallest."""
    wanted = qualities(accept_encoding)
    others = wanted.get(ANYTHING, 0.0)
    best = max(_PREFERRED, key=lambda coding: wanted.get(coding, others))
    return best if wanted.get(best, others) else Coding.IDENTITY


def coding_headers(coding: Coding) -> dict[str, str]:
    return {} if coding is Coding.IDENTITY else {hdrs.CONTENT_ENCODING: coding.value}


def tag_in(digest: str, coding: Coding) -> str:
    """A strong ETag, without its quotes: it differs by coding (RFC 9110, 8.8.3.3)."""
    return digest if coding is Coding.IDENTITY else f"{digest}-{coding}"


def has_already(request: web.BaseRequest, tag: str) -> bool:
    return any(etag.value in (tag, ANYTHING) for etag in request.if_none_match or ())


def nothing_new(headers: dict[str, str]) -> web.Response:
    """304 in the place of an answer with these headers, of which one is its ETag."""
    return web.Response(status=web.HTTPNotModified.status_code, headers=without_body(headers))


def without_body(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in _OF_A_BODY}
