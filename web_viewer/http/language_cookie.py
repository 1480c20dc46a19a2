"""What a reader has chosen, and is kept for the next page."""

from typing import Final

from aiohttp import hdrs, web

from web_viewer.connections import SETTINGS
from web_viewer.http.responses import KEEP_NOWHERE
from web_viewer.reader_language import CHOICE, chosen_language

_A_YEAR: Final = 365 * 24 * 3600  # seconds


async def remember_language(request: web.Request, response: web.StreamResponse) -> None:
    """Only pages have a language: a text as it was sent sets no cookie."""
    language = chosen_language(request)
    if language is None or hdrs.CONTENT_LANGUAGE not in response.headers:
        return
    terms = f"Max-Age={_A_YEAR}; Path=/; HttpOnly; SameSite=Lax"
    if request.app[SETTINGS].address.public_url.startswith("https:"):
        terms += "; Secure"
    # A cookie is for one reader: no cache in between may give it to another.
    if response.headers.get(hdrs.CACHE_CONTROL) != KEEP_NOWHERE:
        response.headers[hdrs.CACHE_CONTROL] = "private, no-cache"
    # By now aiohttp has written down the cookies that it knows of.
    response.headers.add(hdrs.SET_COOKIE, f"{CHOICE}={language}; {terms}")
