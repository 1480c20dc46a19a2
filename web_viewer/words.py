"""The viewer's words, in the language that the reader has chosen, else that the browser asks for."""

from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

from kernel.phrases import DEFAULT_LANGUAGE, LANGUAGES, Words, load_words
from web_viewer.quality_values import ANYTHING, accepted

LOCALES: Final = Path(__file__).parent / "locales"
# Of the query and of the cookie alike.
CHOICE: Final = "language"


def words_for(request: web.Request) -> Words:
    return load_words(LOCALES, language_of(request))


def language_of(request: web.Request) -> str:
    """What the reader presses now, else has once pressed, else what the browser asks for."""
    chosen = chosen_language(request) or _ours(request.cookies.get(CHOICE))
    return chosen or preferred_language(accepted(request, hdrs.ACCEPT_LANGUAGE))


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
