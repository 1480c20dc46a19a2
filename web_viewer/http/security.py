"""Security headers of every response, and protection against cross-site requests."""

from aiohttp import hdrs, web

from web_viewer.addresses import reading_key
from web_viewer.http.headers import NO_STORE, NOINDEX, SECURITY_HEADERS, SERVER, X_ROBOTS_TAG
from web_viewer.http.problems import CROSS_SITE, RefusedRequest


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add security headers, and replace the Server header, in which aiohttp has put its version.

    A response to a request with a reading key is not to be stored or indexed.
    """
    response.headers[hdrs.SERVER] = SERVER
    if reading_key(request) is not None:
        response.headers.update({hdrs.CACHE_CONTROL: NO_STORE, X_ROBOTS_TAG: NOINDEX})
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)


def refuse_cross_site(request: web.Request) -> None:
    """Raises RefusedRequest if a page of another site has sent the request.

    Browsers send Sec-Fetch-Site over HTTPS and Origin over plain HTTP; other programs send neither.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get(hdrs.ORIGIN)
    if site is not None:
        is_ours = site in ("same-origin", "none")
    else:
        is_ours = origin is None or origin.partition("://")[2].lower() == request.host.lower()
    if not is_ours:
        raise RefusedRequest(CROSS_SITE)
