"""The language of a page: chosen by the reader, else preferred by the browser."""

import re
from functools import lru_cache
from typing import Final

from aiohttp import hdrs, web

from kernel.phrases import DEFAULT_LANGUAGE, LANGUAGES, Words
from web_viewer.connections import SETTINGS
from web_viewer.http.headers import NO_STORE
from web_viewer.http.negotiation import ANYTHING, quality_values
from web_viewer.phrases import words_in

# The name of the query parameter and of the cookie.
LANGUAGE_PARAMETER: Final = "language"
_COOKIE_SECONDS: Final = 365 * 24 * 3600
# Python's parser of cookies stops at the first malformed one, which another application may have set.
_COOKIE: Final = re.compile(rf"(?:^|;)\s*{LANGUAGE_PARAMETER}=([^;]*)")


def words_for(request: web.Request) -> Words:
    """Return the phrases in the language of the reader."""
    return words_in(language_of(request))


def language_of(request: web.Request) -> str:
    """Return the language of the query, else of the cookie, else of Accept-Language: `en` or `ru`."""
    return chosen_language(request) or language_without_query(request)


def chosen_language(request: web.Request) -> str | None:
    """Return the language that the query chooses; None if it chooses none, or one that we do not have."""
    return _supported(request.query.get(LANGUAGE_PARAMETER))


def language_without_query(request: web.BaseRequest) -> str:
    """Return the language by headers only. Fast, because it is called for each page."""
    accepted = ",".join(request.headers.getall(hdrs.ACCEPT_LANGUAGE, ()))
    return _language_by_headers(";".join(request.headers.getall(hdrs.COOKIE, ())), accepted)


@lru_cache(maxsize=4096)
def _language_by_headers(cookies: str, accept_language: str) -> str:
    choices = _COOKIE.findall(cookies)
    chosen = _supported(choices[-1].strip().strip('"')) if choices else None
    return chosen or preferred_language(quality_values(accept_language))


def _supported(language: str | None) -> str | None:
    return language if language in LANGUAGES else None


def preferred_language(accepted_tags: dict[str, float]) -> str:
    """Return the one of our languages with the highest quality, the first one of equals, else the default.

    `ru-RU` counts as `ru`.
    """
    qualities: dict[str, float] = {}
    for tag, quality in accepted_tags.items():
        language = tag.split("-")[0]
        qualities[language] = max(quality, qualities.get(language, 0))
    others = qualities.get(ANYTHING, 0)
    named = [language for language in qualities if language in LANGUAGES]
    best = max([*named, *LANGUAGES], key=lambda language: qualities.get(language, others))
    return best if qualities.get(best, others) else DEFAULT_LANGUAGE


async def remember_language(request: web.Request, response: web.StreamResponse) -> None:
    """Set the cookie on a page whose query chooses a language; raw texts have no language and set none."""
    language = chosen_language(request)
    if language is None or hdrs.CONTENT_LANGUAGE not in response.headers:
        return
    attributes = f"Max-Age={_COOKIE_SECONDS}; Path=/; HttpOnly; SameSite=Lax"
    if request.app[SETTINGS].address.public_url.startswith("https:"):
        attributes += "; Secure"
    # A shared cache must not give one reader's cookie to others.
    if response.headers.get(hdrs.CACHE_CONTROL) != NO_STORE:
        response.headers[hdrs.CACHE_CONTROL] = "private, no-cache"
    # Too late for `response.cookies`: aiohttp has turned them into headers before this signal.
    response.headers.add(hdrs.SET_COOKIE, f"{LANGUAGE_PARAMETER}={language}; {attributes}")
