"""Reads bytes in the encoding that they are most likely in."""

import codecs
from dataclasses import dataclass, replace
from typing import Final

from posts.encodings.binaries import but_for_zeros, controls_in, has_few_zeros, has_signature
from posts.encodings.character_costs import ASTRAY
from posts.encodings.guessing import Guess, guesses
from posts.encodings.sampling import share_of_sample
from posts.encodings.table import ISO_2022_JP, UTF_8, UTF_16, UTF_32, Encoding
from posts.encodings.utf16_utf32 import wide_encoding

# UTF-32's mark begins with UTF-16's: the longer ones first.
_MARKS: Final = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, UTF_32),
    (codecs.BOM_UTF32_BE, UTF_32),
    (codecs.BOM_UTF16_LE, UTF_16),
    (codecs.BOM_UTF16_BE, UTF_16),
)
# Shares of all bytes. Some logs have controls between their fields; in what is packed one byte in ten is one.
_CONTROLS_OF_ASCII: Final = 0.25
_CONTROLS_OF_NOISE: Final = 0.02
# Bits a byte. Measured: texts take up to 5.2 (UTF-16 up to 4.9), random bytes 8.6 and more.
_NOISE: Final = 7.0
WIDE_AT_MOST: Final = 5.5
# With NULs or many controls it is that or no text: of 900 binaries of a Linux, the likeliest would take 8.4.
WIDE_WITHOUT_DOUBT: Final = 6.5
# A guess that leaves bytes over must be likelier by so much than one that reads them all.
_MENDED: Final = 1.25
# UTF-16 without any ASCII, as Chinese may be: it must take that much less than the likeliest other encoding.
_WIDE_AFTER_ALL: Final = 0.8
_WIDE_FROM: Final = 4  # bytes
# Chinese in UTF-16 may look like ASCII with some controls.
_CONTROLS_OF_WIDE: Final = 0.1
_MOST_ASTRAY: Final = 0.01  # of the characters, where a mark leaves no doubt


@dataclass(frozen=True, slots=True)
class Reading:
    encoding: Encoding
    text: str


def read(content: bytes) -> Reading | None:
    """The likeliest reading, or None of what is no text. Bytes that are astray become U+FFFD."""
    if has_signature(content):
        return None
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _marked(content, encoding)
    controls = controls_in(content)
    if b"\0" in content:
        return _wide(content, WIDE_WITHOUT_DOUBT) or _with_zeros(content)
    if controls > _CONTROLS_OF_WIDE and (wide := _wide(content, WIDE_WITHOUT_DOUBT)):
        return wide
    if controls > _CONTROLS_OF_ASCII:
        return None
    return _utf_8(content) or _likeliest(content, guesses(content), controls)


def _marked(content: bytes, encoding: Encoding) -> Reading | None:
    text = encoding.read(content)
    if text is None:
        text = encoding.mend(content)
        if text.count("\ufffd") > len(text) * _MOST_ASTRAY:
            return None
    return Reading(encoding, text) if has_few_zeros(text) else None


def _with_zeros(content: bytes) -> Reading | None:
    """A text that has a few NULs, which stay where they are."""
    rest = but_for_zeros(content)
    if not rest:
        return None
    if reading := _utf_8(content):
        return reading
    guessed = guesses(rest)
    if guessed[0].bits_a_byte > _NOISE:
        return None
    encoding = _whole(rest, guessed).encoding
    text = encoding.read(content)
    return Reading(encoding, encoding.mend(content) if text is None else text)


def _utf_8(content: bytes) -> Reading | None:
    text = UTF_8.read(content)
    # All of ISO-2022-JP is ASCII; but nothing else shifts to Japanese and back.
    if b"\x1b$" in content and content.isascii() and (japanese := ISO_2022_JP.read(content)):
        return Reading(ISO_2022_JP, japanese)
    return None if text is None else Reading(UTF_8, text)


def _wide(content: bytes, at_most: float) -> Reading | None:
    encoding = wide_encoding(content, at_most)
    text = encoding.read(content) if encoding else None
    return Reading(encoding, text) if encoding and text and "\0" not in text else None


def _likeliest(content: bytes, guessed: list[Guess], controls: float) -> Reading | None:
    rate = guessed[0].bits_a_byte
    if len(content) >= _WIDE_FROM and (reading := _wide(content, rate * _WIDE_AFTER_ALL)):
        return reading
    if controls > _CONTROLS_OF_NOISE and rate > _NOISE:
        return None
    return _whole(content, guessed)


def _whole(content: bytes, guessed: list[Guess]) -> Reading:
    """The likeliest that reads the whole file, or one that is by far likelier though bytes are astray."""
    best = _tried(content, guessed[0])
    for guess in guessed[1:]:
        if guess.bits >= best.bits:
            break
        best = min(best, _tried(content, guess), key=lambda tried: tried.bits)
    return Reading(best.encoding, best.text)


def _tried(content: bytes, guess: Guess) -> Guess:
    text = guess.encoding.read(content)
    if text is not None:
        return replace(guess, text=text)
    text = guess.encoding.mend(content)
    # Where more bytes are astray than in the sample, which its bits tell of.
    more = text.count("\ufffd") * share_of_sample(content) - guess.text.count("\ufffd")
    return replace(guess, text=text, bits=round((guess.bits + max(0.0, more * ASTRAY)) * _MENDED))
