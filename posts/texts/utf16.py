"""Texts in UTF-16 code units, in which Telegram counts and apps cut.

A character beyond U+FFFF is two units, a surrogate pair.
"""

from collections.abc import Iterable, Iterator

_UNIT_BYTES = 2


def length(text: str) -> int:
    """Return the number of units."""
    return len(text) if text.isascii() else len(_encoded(text)) // _UNIT_BYTES


def cut(text: str, lengths: Iterable[int]) -> Iterator[str]:
    """Yield pieces of these lengths. If a surrogate pair is cut, each piece has one surrogate."""
    units, start = _encoded(text), 0
    for piece_length in lengths:
        end = start + piece_length * _UNIT_BYTES
        yield units[start:end].decode("utf-16-le", "surrogatepass")
        start = end


def merge_surrogates(text: str) -> str:
    """Merge surrogate pairs that were cut; a surrogate that stays alone becomes U+FFFD."""
    return text if text.isascii() else _encoded(text).decode("utf-16-le", "replace")


def has_cut_pair(text: str) -> bool:
    """Tell whether the text begins or ends in the middle of a surrogate pair."""
    return "\udc00" <= text[:1] <= "\udfff" or "\ud800" <= text[-1:] <= "\udbff"


def _encoded(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
