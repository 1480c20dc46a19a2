"""The language of a page, told from what browsers send again and again: thought about once each."""

import re
from functools import lru_cache
from typing import Final

from kernel.phrases import LANGUAGES
from web_viewer.quality_values import qualities
from web_viewer.words import CHOICE, preferred_language

# Python's own reader of cookies gives up at the first that is odd, and others may well have set odd ones.
_CHOICES: Final = re.compile(rf"(?:^|;)\s*{CHOICE}=([^;]*)")


@lru_cache(maxsize=4096)
def language_by(cookies: str, accept_language: str) -> str:
    """As `words.language_of` says of a request without a query."""
    return _chosen(cookies) or preferred_language(qualities(accept_language))


def _chosen(cookies: str) -> str | None:
    choices = _CHOICES.findall(cookies)
    chosen = choices[-1].strip().strip('"') if choices else None
    return chosen if chosen in LANGUAGES else None
