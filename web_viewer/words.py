"""The viewer's words, in the language that the reader's browser asks for."""

from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

from kernel.phrases import DEFAULT_LANGUAGE, LANGUAGES, Words, load_words
from web_viewer.quality_values import ANYTHING, accepted

LOCALES: Final = Path(__file__).parent / "locales"


def words_for(request: web.Request) -> Words:
    return load_words(LOCALES, preferred_language(accepted(request, hdrs.ACCEPT_LANGUAGE)))


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
