"""Headers that keep a page to itself, whatever it shows; and who may send a form."""

from typing import Final

from aiohttp import hdrs, web

from web_viewer.addresses import key_in
from web_viewer.http.problems import FROM_ELSEWHERE, Refused
from web_viewer.http.responses import KEEP_NOWHERE, NOT_TO_BE_FOUND, ROBOTS

_POLICY: Final = "Content-Security-Policy"
_PAGES_ONLY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    # No script of ours makes HTML or code of a text, so none may.
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_NO_DEVICES: Final = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "accelerometer", "gyroscope")
)
_REFERRER: Final = "Referrer-Policy"
_EMBEDDED_BY: Final = "Cross-Origin-Resource-Policy"
HEADERS: Final = {
    _POLICY: _PAGES_ONLY,
    "Cross-Origin-Opener-Policy": "same-origin",
    _EMBEDDED_BY: "same-origin",
    "Permissions-Policy": _NO_DEVICES,
    # The address of an unlisted paste is its only lock.
    _REFERRER: "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
SERVER: Final = "Postebin"
# What people wrote, as it is: shown, but never run, and not found by searching.
RAW_HEADERS: Final = {
    _POLICY: "sandbox; default-src 'none'; frame-ancestors 'none'",
    ROBOTS: NOT_TO_BE_FOUND,
}
# What is made to be shown in the pages of others.
FOR_OTHER_SITES: Final = {_EMBEDDED_BY: "cross-origin"}
# With `no-referrer`, a browser does not even tell us that a form is our own (Fetch, 3.2: Origin is `null`).
FORM_HEADERS: Final = {_REFERRER: "same-origin"}


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
