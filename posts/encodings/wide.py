"""UTF-16 and UTF-32 without a byte order mark."""

from typing import Final

from posts.encodings.likeness import bits_of
from posts.encodings.table import WIDE, Encoding

_LOOKED_AT: Final = 4000  # bytes


def wide_encoding(content: bytes, at_most: float) -> Encoding | None:
    """The likeliest, if it takes no more bits a byte than this."""
    begin = content[:_LOOKED_AT]
    found = [
        (bits_of(text, encoding.languages), encoding)
        for encoding in WIDE
        if (text := encoding.begin(begin)) and "\0" not in text
    ]
    bits, encoding = min(found, key=lambda one: one[0], default=(0, None))
    return encoding if bits <= at_most * len(begin) else None
