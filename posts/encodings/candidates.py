"""The encodings that a file may be in, for its author to choose from."""

from typing import Final

from posts.encodings.binaries import without_nuls
from posts.encodings.guessing import guesses
from posts.encodings.reading import MAX_UTF_BITS, MAX_UTF_BITS_OF_BINARY, Reading
from posts.encodings.table import ISO_2022_JP, UTF_16, UTF_32, UTF_WITHOUT_MARK, Encoding
from posts.encodings.utf16_utf32 import utf_without_mark

_DECODED_BYTES: Final = 4000


def possible_readings(content: bytes) -> list[Reading]:
    """Return a sample of the file in each encoding that it may be in, the likeliest first."""
    if b"\0" in content:
        is_utf = utf_without_mark(content, MAX_UTF_BITS_OF_BINARY)
        rest = None if is_utf else without_nuls(content)
        return possible_readings(rest) if rest else _decoded(content, *UTF_WITHOUT_MARK, UTF_16, UTF_32)
    guessed = guesses(content)
    # If the file is damaged in every encoding, the likeliest stays.
    legacy = [guess for guess in guessed if guess is guessed[0] or "\ufffd" not in guess.text]
    utf = utf_without_mark(content, MAX_UTF_BITS)
    return [
        *(_decoded(content, utf) if utf else ()),
        *(_decoded(content, ISO_2022_JP) if b"\x1b$" in content else ()),
        *(Reading(guess.encoding, guess.text) for guess in legacy),
    ]


def _decoded(content: bytes, *encodings: Encoding) -> list[Reading]:
    texts = ((encoding, encoding.decode_beginning(content[:_DECODED_BYTES])) for encoding in encodings)
    return [
        Reading(encoding, text.removeprefix("\ufeff"))
        for encoding, text in texts
        if text and "\0" not in text
    ]
