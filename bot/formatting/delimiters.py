"""Where the marks around a word work, by CommonMark's rules of flanking ("Emphasis and strong emphasis")."""

import string
import unicodedata
from typing import Final

_SPACES: Final = "\t\n\f\r "


def work(marks: str, before: str, content: str, after: str) -> bool:
    """Whether marks around the content open and close there; all as written in Markdown, none empty.

    Renderers differ on whether a symbol, such as an emoji, is punctuation: the marks must work for all.
    """
    first, last = content[0], content[-1]
    return all(
        _opens(marks, before, first, symbols) and _opens(marks, after, last, symbols)
        for symbols in (True, False)
    )


def _opens(marks: str, outside: str, inside: str, symbols: bool) -> bool:
    """A closing run is the mirror image of an opening one."""
    opening = _flanks(outside, inside, symbols)
    closing = _flanks(inside, outside, symbols)
    # Underscores within a word are letters of it.
    return opening and (marks != "_" or not closing or _is_punctuation(outside, symbols))


def _flanks(outside: str, inside: str, symbols: bool) -> bool:
    if _is_space(inside):
        return False
    is_apart = _is_space(outside) or _is_punctuation(outside, symbols)
    return is_apart or not _is_punctuation(inside, symbols)


def _is_space(character: str) -> bool:
    return character in _SPACES or unicodedata.category(character) == "Zs"


def _is_punctuation(character: str, symbols: bool) -> bool:
    kind = unicodedata.category(character)[0]
    return character in string.punctuation or kind == "P" or (symbols and kind == "S")
