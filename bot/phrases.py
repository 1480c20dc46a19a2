"""The bot's words, by language."""

from pathlib import Path

from kernel.phrases import Words, known_language, load_words

LOCALES = Path(__file__).parent / "locales"


def words_in(language: str | None) -> Words:
    return load_words(LOCALES, known_language(language))
