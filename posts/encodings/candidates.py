"""Which encodings bytes may be in, for somebody to choose from."""

from typing import Final

from posts.encodings.binaries import but_for_zeros
from posts.encodings.guessing import guesses
from posts.encodings.reading import WIDE_AT_MOST, WIDE_WITHOUT_DOUBT, Reading
from posts.encodings.table import ISO_2022_JP, UTF_16, UTF_32, WIDE, Encoding
from posts.encodings.utf16_utf32 import wide_encoding

_LOOKED_AT: Final = 4000  # bytes


def possible_readings(content: bytes) -> list[Reading]:
    """Of a sample, the likeliest first."""
    if b"\0" in content:
        rest = None if wide_encoding(content, WIDE_WITHOUT_DOUBT) else but_for_zeros(content)
        return possible_readings(rest) if rest else _begun(content, *WIDE, UTF_16, UTF_32)
    guessed = guesses(content)
    # Of a file that is damaged in every encoding, the likeliest stays.
    legacy = [guess for guess in guessed if guess is guessed[0] or "\ufffd" not in guess.text]
    wide = wide_encoding(content, WIDE_AT_MOST)
    return [
        *(_begun(content, wide) if wide else ()),
        *(_begun(content, ISO_2022_JP) if b"\x1b$" in content else ()),
        *(Reading(guess.encoding, guess.text) for guess in legacy),
    ]


def _begun(content: bytes, *encodings: Encoding) -> list[Reading]:
    texts = ((encoding, encoding.begin(content[:_LOOKED_AT])) for encoding in encodings)
    return [
        Reading(encoding, text.removeprefix("\ufeff"))
        for encoding, text in texts
        if text and "\0" not in text
    ]
