"""How finished bytes travel to a reader: compressed where wanted, not at all where they are there."""

from hashlib import sha256
from typing import Final

from aiohttp import ETag, hdrs, web

from web_viewer.quality_values import ANYTHING, accepted

# The reader may keep an answer but asks each time: so a deleted paste is gone at once.
ALWAYS_ASK: Final = "no-cache"
# For what is shown to one reader only, or once only.
KEEP_NOWHERE: Final = "no-store"
ROBOTS: Final = "X-Robots-Tag"
NOT_TO_BE_FOUND: Final = "noindex"
_GZIP: Final = web.ContentCoding.gzip.value
_COMPRESSED_IN_A_THREAD_FROM: Final = 32_768  # bytes: below, the thread costs more than the work
_SAYS_SO_ITSELF: Final = b'<meta name="robots" content="noindex">'


def html_page(
    request: web.Request, page: bytes, language: str, status: int = 200, keeping: str = ALWAYS_ASK
) -> web.Response:
    """A whole page. One that was found has a strong ETag, which differs by coding (RFC 9110, 8.8.3.3)."""
    headers: dict[str, str] = {
        hdrs.CACHE_CONTROL: keeping,
        hdrs.CONTENT_LANGUAGE: language,
        hdrs.VARY: f"{hdrs.ACCEPT_LANGUAGE}, {hdrs.COOKIE}, {hdrs.ACCEPT_ENCODING}",
    }
    if _SAYS_SO_ITSELF in page[: page.find(b"</head>")]:
        headers[ROBOTS] = NOT_TO_BE_FOUND
    has_tag = status == web.HTTPOk.status_code and keeping != KEEP_NOWHERE
    tag = ETag(sha256(page).hexdigest()[:24] + (f"-{_GZIP}" if _takes_gzip(request) else ""))
    if has_tag and has_already(request, tag):
        return not_modified(tag, headers)
    response = web.Response(
        body=page,
        status=status,
        headers=headers,
        content_type="text/html",
        charset="utf-8",
        zlib_executor_size=_COMPRESSED_IN_A_THREAD_FROM,
    )
    if has_tag:
        response.etag = tag
    return compressed(request, response)


def compressed(request: web.Request, response: web.Response) -> web.Response:
    if _takes_gzip(request):
        response.enable_compression(web.ContentCoding.gzip)
    return response


def has_already(request: web.Request, tag: ETag) -> bool:
    known = request.if_none_match or ()
    return any(etag.value in (tag.value, ANYTHING) for etag in known)


def not_modified(tag: ETag, headers: dict[str, str]) -> web.Response:
    response = web.Response(status=web.HTTPNotModified.status_code, headers=headers)
    response.etag = tag
    return response


def _takes_gzip(request: web.Request) -> bool:
    codings = accepted(request, hdrs.ACCEPT_ENCODING)
    return bool(codings.get(_GZIP, codings.get(ANYTHING, 0)))
