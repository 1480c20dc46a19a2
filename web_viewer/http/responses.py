"""How pages travel to a reader: compressed where wanted, not at all where they are there."""

from typing import Final

from aiohttp import hdrs, web

from web_viewer.http.bodies import Bodies, Coding, digest_of, packed
from web_viewer.http.headers import ALWAYS_ASK, HTML, KEEP_NOWHERE, NOT_TO_BE_FOUND, ROBOTS, VARY
from web_viewer.http.negotiation import coding_headers, coding_of, has_already, nothing_new, tag_in

_SAYS_SO_ITSELF: Final = b'<meta name="robots" content="noindex">'


def html_page(
    request: web.Request, page: bytes | Bodies, language: str, status: int = 200, keeping: str = ALWAYS_ASK
) -> web.Response:
    """A whole page that nobody keeps here. One that was found has a strong ETag."""
    coding = coding_of(request)
    content = page if isinstance(page, bytes) else page.in_coding(Coding.IDENTITY)
    headers: dict[str, str] = {
        hdrs.CONTENT_TYPE: HTML,
        hdrs.CONTENT_LANGUAGE: language,
        hdrs.CACHE_CONTROL: keeping,
        hdrs.VARY: VARY,
    }
    if _SAYS_SO_ITSELF in content[: content.find(b"</head>")]:
        headers[ROBOTS] = NOT_TO_BE_FOUND
    tag = tag_in(digest_of(content), coding)
    if status == web.HTTPOk.status_code and keeping != KEEP_NOWHERE:
        headers[hdrs.ETAG] = f'"{tag}"'
        if has_already(request, tag):
            return nothing_new(headers)
    body = packed(content, coding) if isinstance(page, bytes) else page.in_coding(coding)
    return web.Response(body=body, status=status, headers={**headers, **coding_headers(coding)})
