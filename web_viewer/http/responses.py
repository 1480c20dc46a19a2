"""Responses of HTML pages that are not in the page cache."""

from typing import Final

from aiohttp import hdrs, web

from web_viewer.http.bodies import Bodies, Coding, compress, digest_of
from web_viewer.http.headers import HTML_TYPE, NO_CACHE, NO_STORE, NOINDEX, VARY, X_ROBOTS_TAG
from web_viewer.http.negotiation import coding_headers, coding_of, etag_of, matches_etag, not_modified

_NOINDEX_TAG: Final = b'<meta name="robots" content="noindex">'


def html_page(
    request: web.Request,
    page: bytes | Bodies,
    language: str,
    status: int = web.HTTPOk.status_code,
    cache_control: str = NO_CACHE,
) -> web.Response:
    """Return the page in the client's coding, or 304 if the client has it.

    Only a page with status 200 that may be stored has an ETag. `X-Robots-Tag` repeats what the page's own
    `meta` says.
    """
    coding = coding_of(request)
    content = page if isinstance(page, bytes) else page.in_coding(Coding.IDENTITY)
    headers: dict[str, str] = {
        hdrs.CONTENT_TYPE: HTML_TYPE,
        hdrs.CONTENT_LANGUAGE: language,
        hdrs.CACHE_CONTROL: cache_control,
        hdrs.VARY: VARY,
    }
    if _NOINDEX_TAG in content[: content.find(b"</head>")]:
        headers[X_ROBOTS_TAG] = NOINDEX
    tag = etag_of(digest_of(content), coding)
    if status == web.HTTPOk.status_code and cache_control != NO_STORE:
        headers[hdrs.ETAG] = f'"{tag}"'
        if matches_etag(request, tag):
            return not_modified(headers)
    body = compress(content, coding) if isinstance(page, bytes) else page.in_coding(coding)
    return web.Response(body=body, status=status, headers={**headers, **coding_headers(coding)})
