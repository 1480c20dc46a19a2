"""The language of a page, told from what browsers send again and again: thought about once each."""

from functools import lru_cache
from http.cookies import CookieError, SimpleCookie

from kernel.phrases import LANGUAGES
from web_viewer.quality_values import qualities
from web_viewer.words import CHOICE, preferred_language


@lru_cache(maxsize=4096)
def language_by(cookies: str, accept_language: str) -> str:
    """As `words.language_of` says of a request without a query."""
    return _chosen(cookies) or preferred_language(qualities(accept_language))


def _chosen(cookies: str) -> str | None:
    if not cookies:
        return None
    try:
        chosen = SimpleCookie(cookies).get(CHOICE)
    except CookieError:
        return None
    return chosen.value if chosen and chosen.value in LANGUAGES else None
