"""Decodes a file with its likeliest encoding."""

import codecs
from dataclasses import dataclass, replace
from typing import Final

from posts.encodings.binaries import controls_in, has_few_nuls, has_signature, without_nuls
from posts.encodings.character_costs import UNDECODABLE_BYTE_BITS
from posts.encodings.guessing import Guess, guesses
from posts.encodings.sampling import share_of_sample
from posts.encodings.table import ISO_2022_JP, UTF_8, UTF_16, UTF_32, Encoding
from posts.encodings.utf16_utf32 import utf_without_mark

# The mark of UTF-32 begins with that of UTF-16, so it comes first.
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, UTF_32),
    (codecs.BOM_UTF32_BE, UTF_32),
    (codecs.BOM_UTF16_LE, UTF_16),
    (codecs.BOM_UTF16_BE, UTF_16),
)
# Shares of control characters in all bytes. Some logs have them between fields; compressed data has 0.1.
_MAX_CONTROLS: Final = 0.25
_MAX_CONTROLS_OF_UNLIKELY: Final = 0.02
_MAX_CONTROLS_OF_8_BIT: Final = 0.1  # Chinese in UTF-16 may look like ASCII with more
# Bits a byte. Measured: texts have up to 5.2 (UTF-16 up to 4.9), random bytes 8.6 and more.
_MAX_BITS: Final = 7.0
MAX_UTF_BITS: Final = 5.5
# With NULs or many controls a file is UTF-16, UTF-32 or binary: the least of 900 binaries of a Linux has 8.4.
MAX_UTF_BITS_OF_BINARY: Final = 6.5
# A guess with undecodable bytes must be likelier by this factor than one without.
_LOSSY_FACTOR: Final = 1.25
# UTF-16 without any ASCII, such as Chinese, must be likelier by this factor than any other encoding.
_UTF_FACTOR: Final = 0.8
_MIN_UTF_BYTES: Final = 4
_MAX_UNDECODABLE: Final = 0.01  # share of the characters in a file with a byte order mark


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, or a sample of one, as decoded with an encoding."""

    encoding: Encoding
    text: str


def read(content: bytes) -> Reading | None:
    """Decode a file, or return None if it is binary. Undecodable bytes become U+FFFD."""
    if has_signature(content):
        return None
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _read_with_mark(content, encoding)
    controls = controls_in(content)
    if b"\0" in content:
        return _read_utf_16_or_32(content, MAX_UTF_BITS_OF_BINARY) or _read_with_nuls(content)
    if controls > _MAX_CONTROLS_OF_8_BIT and (reading := _read_utf_16_or_32(content, MAX_UTF_BITS_OF_BINARY)):
        return reading
    if controls > _MAX_CONTROLS:
        return None
    return _read_utf_8(content) or _read_likeliest(content, guesses(content), controls)


def _read_with_mark(content: bytes, encoding: Encoding) -> Reading | None:
    text = encoding.decode(content)
    if text is None:
        text = encoding.decode_lossy(content)
        if text.count("\ufffd") > len(text) * _MAX_UNDECODABLE:
            return None
    return Reading(encoding, text) if has_few_nuls(text) else None


def _read_with_nuls(content: bytes) -> Reading | None:
    """Decode a text that has a few NULs, and keep them."""
    rest = without_nuls(content)
    if not rest:
        return None
    if reading := _read_utf_8(content):
        return reading
    guessed = guesses(rest)
    if guessed[0].bits_a_byte > _MAX_BITS:
        return None
    encoding = _decode_whole(rest, guessed).encoding
    text = encoding.decode(content)
    return Reading(encoding, encoding.decode_lossy(content) if text is None else text)


def _read_utf_8(content: bytes) -> Reading | None:
    text = UTF_8.decode(content)
    # ISO-2022-JP is all ASCII, but nothing else has its escape sequences.
    if b"\x1b$" in content and content.isascii() and (japanese := ISO_2022_JP.decode(content)):
        return Reading(ISO_2022_JP, japanese)
    return None if text is None else Reading(UTF_8, text)


def _read_utf_16_or_32(content: bytes, max_bits: float) -> Reading | None:
    encoding = utf_without_mark(content, max_bits)
    text = encoding.decode(content) if encoding else None
    return Reading(encoding, text) if encoding and text and "\0" not in text else None


def _read_likeliest(content: bytes, guessed: list[Guess], controls: float) -> Reading | None:
    bits = guessed[0].bits_a_byte
    if len(content) >= _MIN_UTF_BYTES and (reading := _read_utf_16_or_32(content, bits * _UTF_FACTOR)):
        return reading
    if controls > _MAX_CONTROLS_OF_UNLIKELY and bits > _MAX_BITS:
        return None
    return _decode_whole(content, guessed)


def _decode_whole(content: bytes, guessed: list[Guess]) -> Reading:
    """Decode the whole file with the likeliest encoding, preferably without undecodable bytes."""
    best = _decode_with_guess(content, guessed[0])
    for guess in guessed[1:]:
        if guess.bits >= best.bits:
            break
        best = min(best, _decode_with_guess(content, guess), key=lambda guess: guess.bits)
    return Reading(best.encoding, best.text)


def _decode_with_guess(content: bytes, guess: Guess) -> Guess:
    """Return the guess with the whole text; it gets more bits for bytes that cannot be decoded."""
    text = guess.encoding.decode(content)
    if text is not None:
        return replace(guess, text=text)
    text = guess.encoding.decode_lossy(content)
    # The bits are those of the sample; the rest of the file may have more undecodable bytes.
    more = text.count("\ufffd") * share_of_sample(content) - guess.text.count("\ufffd")
    bits = guess.bits + max(0.0, more * UNDECODABLE_BYTE_BITS)
    return replace(guess, text=text, bits=round(bits * _LOSSY_FACTOR))
