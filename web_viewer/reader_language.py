"""The viewer's words, in the language that the reader has chosen, else that the browser asks for."""

import re
from functools import lru_cache
from typing import Final

from aiohttp import hdrs, web

from kernel.phrases import DEFAULT_LANGUAGE, LANGUAGES, Words
from web_viewer.connections import SETTINGS
from web_viewer.http.headers import KEEP_NOWHERE
from web_viewer.http.negotiation import ANYTHING, qualities
from web_viewer.phrases import words_in

# Of the query and of the cookie alike.
CHOICE: Final = "language"
# Python's own reader of cookies gives up at the first that is odd, and others may well have set odd ones.
_CHOICES: Final = re.compile(rf"(?:^|;)\s*{CHOICE}=([^;]*)")


def words_for(request: web.Request) -> Words:
    return words_in(language_of(request))


def language_of(request: web.Request) -> str:
    """What the reader presses now, else has once pressed, else what the browser asks for."""
    return chosen_language(request) or language_without_query(request)


def language_without_query(request: web.BaseRequest) -> str:
    """Cheap: for each page that is served."""
    accepted = ",".join(request.headers.getall(hdrs.ACCEPT_LANGUAGE, ()))
    return _language_by(";".join(request.headers.getall(hdrs.COOKIE, ())), accepted)


@lru_cache(maxsize=4096)
def _language_by(cookies: str, accept_language: str) -> str:
    choices = _CHOICES.findall(cookies)
    chosen = _ours(choices[-1].strip().strip('"')) if choices else None
    return chosen or preferred_language(qualities(accept_language))


def chosen_language(request: web.Request) -> str | None:
    """By this request itself."""
    return _ours(request.query.get(CHOICE))


def _ours(language: str | None) -> str | None:
    return language if language in LANGUAGES else None


def preferred_language(accepted_tags: dict[str, float]) -> str:
    """`ru-RU` is as good as `ru`; of languages that are equally welcome, the one named first."""
    qualities: dict[str, float] = {}
    for tag, quality in accepted_tags.items():
        language = tag.split("-")[0]
        qualities[language] = max(quality, qualities.get(language, 0))
    others = qualities.get(ANYTHING, 0)
    named = [language for language in qualities if language in LANGUAGES]
    best = max([*named, *LANGUAGES], key=lambda language: qualities.get(language, others))
    return best if qualities.get(best, others) else DEFAULT_LANGUAGE


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
