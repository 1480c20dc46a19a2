"""Names of languages for people."""

from typing import Final

from kernel.phrases import Words
from posts.texts.languages import PLAIN, display_name, language_named

_TABLES: Final = {"csv": "CSV", "tsv": "TSV"}


def known_or_plain(language: str) -> str:
    """A short name that Pygments knows, also after it has dropped a language that a paste was written in."""
    return language_named(language) or PLAIN


def language_name(language: str, words: Words, slug: str = "") -> str:
    """`python` → `Python`. What Pygments does not know, the end of a paste's address may tell."""
    known = known_or_plain(language)
    if known != PLAIN:
        return display_name(known)
    ending = slug.rpartition(".")[2] if "." in slug else ""
    if ending == "log":
        return words.plain("log")
    return _TABLES.get(ending) or words.plain("plain-text")
