"""The viewer's phrases, in both languages."""

from pathlib import Path
from typing import Final

from kernel.phrases import Words, load_words

LOCALES: Final = Path(__file__).parent / "locales"


def words_in(language: str) -> Words:
    return load_words(LOCALES, language)
