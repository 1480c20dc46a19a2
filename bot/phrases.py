"""Phrases of the bot, by language."""

from pathlib import Path

from kernel.phrases import Words, load_words, supported_language

LOCALES = Path(__file__).parent / "locales"


def words_in(language: str | None) -> Words:
    """Return the phrases of a language, of the default one if it is unknown."""
    return load_words(LOCALES, supported_language(language))
