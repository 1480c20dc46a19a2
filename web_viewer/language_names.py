"""Names of languages for people."""

from kernel.phrases import Words
from posts.languages import PLAIN, display_name, language_named


def known_or_plain(language: str) -> str:
    """A short name that Pygments knows, also after it has dropped a language that a paste was written in."""
    return language_named(language) or PLAIN


def language_name(language: str, words: Words) -> str:
    """`python` → `Python`."""
    known = known_or_plain(language)
    return words.plain("plain-text") if known == PLAIN else display_name(known)
