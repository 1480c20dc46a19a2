"""Recognizes UTF-16 and UTF-32 without a byte order mark."""

import re
import unicodedata
from typing import Final

from posts.encodings.binaries import controls_in
from posts.encodings.likelihood import bits_of
from posts.encodings.table import UTF_WITHOUT_MARK, Encoding

_DECODED_BYTES: Final = 4000
# No sampled text has any of these; binary numbers have many.
_CONTROL: Final = re.compile(r"[\0-\x06\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_UNASSIGNED: Final = ("Cn", "Co")
_MAX_UNASSIGNED: Final = 0.01  # share of the characters
_ACCENT: Final = re.compile("[\u0300-\u036f]")
_MAX_ACCENTS: Final = 0.4  # share of the characters; decomposed Vietnamese has 0.3
_CYRILLIC_END: Final = 0x60  # of the lower byte
_UTF_16_LE, _UTF_16_BE = UTF_WITHOUT_MARK[2:]


def utf_without_mark(content: bytes, max_bits: float) -> Encoding | None:
    """Return the likeliest of these encodings; None if the text costs more bits a byte than `max_bits`.

    The limit does not apply to a text that is all Latin or all Cyrillic. Others are judged by their first
    4,000 bytes.
    """
    if content and (encoding := _of_one_script(content)):
        return encoding
    beginning = content[:_DECODED_BYTES]
    found = [
        (bits_of(text, encoding.languages), encoding)
        for encoding in UTF_WITHOUT_MARK
        if (text := encoding.decode_beginning(beginning)) and _is_plausible(text)
    ]
    bits, encoding = min(found, key=lambda one: one[0], default=(0, None))
    return encoding if bits <= max_bits * len(beginning) else None


def _is_plausible(text: str) -> bool:
    # Binary numbers decode to controls, to private or unassigned characters, or to accents without a letter.
    unassigned = len(_CONTROL.findall(text)) + sum(unicodedata.category(it) in _UNASSIGNED for it in text)
    accents = len(_ACCENT.findall(text))
    return unassigned <= len(text) * _MAX_UNASSIGNED and accents <= len(text) * _MAX_ACCENTS


def _of_one_script(content: bytes) -> Encoding | None:
    # In a text that is all Latin or all Cyrillic, every second byte is the same.
    for letters, scripts, encoding in (
        (content[::2], content[1::2], _UTF_16_LE),
        (content[1::2], content[::2], _UTF_16_BE),
    ):
        is_latin = not scripts.strip(b"\0") and not controls_in(letters)
        is_cyrillic = not scripts.strip(b"\x04") and max(letters, default=0) < _CYRILLIC_END
        if len(letters) == len(scripts) and (is_latin or is_cyrillic):
            return encoding
    return None
