"""UTF-16 and UTF-32 without a byte order mark."""

import re
import unicodedata
from typing import Final

from posts.encodings.binaries import controls_in
from posts.encodings.likelihood import bits_of
from posts.encodings.table import WIDE, Encoding

_LOOKED_AT: Final = 4000  # bytes
# Of texts that were sampled none has any; numbers in two bytes each have many.
_CONTROL: Final = re.compile(r"[\0-\x06\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_NO_CHARACTERS: Final = ("Cn", "Co")
_MOST_NONSENSE: Final = 0.01
_ACCENT: Final = re.compile("[\u0300-\u036f]")
_MOST_ACCENTS: Final = 0.4  # Vietnamese, where each is apart from its letter, has three in ten characters
_CYRILLIC_END: Final = 0x60  # in the lower byte
_UTF_16_LE, _UTF_16_BE = WIDE[2:]


def wide_encoding(content: bytes, at_most: float) -> Encoding | None:
    """The likeliest, if it takes no more bits a byte than this; no text in one script takes too many."""
    if content and (encoding := _of_one_script(content)):
        return encoding
    begin = content[:_LOOKED_AT]
    found = [
        (bits_of(text, encoding.languages), encoding)
        for encoding in WIDE
        if (text := encoding.begin(begin)) and _is_plausible(text)
    ]
    bits, encoding = min(found, key=lambda one: one[0], default=(0, None))
    return encoding if bits <= at_most * len(begin) else None


def _is_plausible(text: str) -> bool:
    """Numbers in two or four bytes are controls, private or not assigned characters, or bare accents."""
    nonsense = len(_CONTROL.findall(text)) + sum(unicodedata.category(it) in _NO_CHARACTERS for it in text)
    return nonsense <= len(text) * _MOST_NONSENSE and len(_ACCENT.findall(text)) <= len(text) * _MOST_ACCENTS


def _of_one_script(content: bytes) -> Encoding | None:
    """All Latin letters or all Cyrillic ones: then every second byte is the same."""
    for letters, scripts, encoding in (
        (content[::2], content[1::2], _UTF_16_LE),
        (content[1::2], content[::2], _UTF_16_BE),
    ):
        is_latin = not scripts.strip(b"\0") and not controls_in(letters)
        is_cyrillic = not scripts.strip(b"\x04") and max(letters, default=0) < _CYRILLIC_END
        if len(letters) == len(scripts) and (is_latin or is_cyrillic):
            return encoding
    return None
