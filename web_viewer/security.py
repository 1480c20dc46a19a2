"""Headers that keep a page to itself, whatever it shows."""

from typing import Final

from aiohttp import hdrs, web

_POLICY: Final = "Content-Security-Policy"
_PAGES_ONLY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_NO_DEVICES: Final = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "accelerometer", "gyroscope")
)
HEADERS: Final = {
    _POLICY: _PAGES_ONLY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _NO_DEVICES,
    # The address of an unlisted paste is its only lock.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
SERVER: Final = "Postebin"
# What people wrote, as it is: shown, but never run, and not found by searching.
RAW_HEADERS: Final = {
    _POLICY: "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex",
}


async def protect(_: web.Request, response: web.StreamResponse) -> None:
    """aiohttp has named itself, and its version, by now."""
    response.headers[hdrs.SERVER] = SERVER
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
