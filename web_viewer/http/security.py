"""Headers that keep a page to itself, whatever it shows; and who may send a form."""

from aiohttp import hdrs, web

from web_viewer.addresses import key_in
from web_viewer.http.headers import HEADERS, KEEP_NOWHERE, NOT_TO_BE_FOUND, ROBOTS, SERVER
from web_viewer.http.problems import FROM_ELSEWHERE, Refused


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    """aiohttp has named itself, and its version, by now."""
    response.headers[hdrs.SERVER] = SERVER
    if key_in(request) is not None:
        response.headers.update({hdrs.CACHE_CONTROL: KEEP_NOWHERE, ROBOTS: NOT_TO_BE_FOUND})
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def refuse_other_sites(request: web.Request) -> None:
    """Raises Refused where a browser says that another site's page has sent this.

    Browsers say so by Fetch Metadata, where they trust the connection, else by Origin; programs say nothing.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get(hdrs.ORIGIN)
    if site is not None:
        is_ours = site in ("same-origin", "none")
    else:
        is_ours = origin is None or origin.partition("://")[2].lower() == request.host.lower()
    if not is_ours:
        raise Refused(FROM_ELSEWHERE)
