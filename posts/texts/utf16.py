"""Texts in UTF-16 code units, in which Telegram counts and apps cut: a sign beyond U+FFFF is two of them."""

from collections.abc import Iterable, Iterator

_UNIT = 2  # bytes


def length(text: str) -> int:
    return len(text) if text.isascii() else len(_encoded(text)) // _UNIT


def cut(text: str, lengths: Iterable[int]) -> Iterator[str]:
    """The text in pieces of these lengths; where a sign is cut in two, each piece has a half of it."""
    units, start = _encoded(text), 0
    for units_long in lengths:
        end = start + units_long * _UNIT
        yield units[start:end].decode("utf-16-le", "surrogatepass")
        start = end


def mended(text: str) -> str:
    """Puts together the halves of a sign that was cut in two; a half that stays alone becomes U+FFFD."""
    return text if text.isascii() else _encoded(text).decode("utf-16-le", "replace")


def is_torn(text: str) -> bool:
    """Whether it begins or ends in the middle of a sign."""
    return "\udc00" <= text[:1] <= "\udfff" or "\ud800" <= text[-1:] <= "\udbff"


def _encoded(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
