"""Lengths and slices of text in UTF-16 code units, as Telegram counts them."""

_ENCODING = "utf-16-le"


def length(text: str) -> int:
    return len(text) if text.isascii() else len(_encoded(text)) // 2


def part(text: str, start: int, end: int) -> str:
    """Return the text between two offsets in code units."""
    return text[start:end] if text.isascii() else _decoded(_encoded(text)[start * 2 : end * 2])


def split(text: str, limit: int) -> list[str]:
    """Return parts of at most `limit` units, without splitting a surrogate pair."""
    units = _encoded(text)
    parts = []
    start = 0
    while start < len(units):
        end = min(start + limit * 2, len(units))
        if end < len(units) and _is_high_surrogate(units[end - 1]):
            end -= 2
        parts.append(_decoded(units[start:end]))
        start = end
    return parts


def _is_high_surrogate(high_byte: int) -> bool:
    return 0xD8 <= high_byte <= 0xDB


def _encoded(text: str) -> bytes:
    return text.encode(_ENCODING, "surrogatepass")


def _decoded(units: bytes) -> str:
    return units.decode(_ENCODING, "surrogatepass")
