"""Bytes to text: files come in any encoding."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from posts.encodings.binaries import has_few_zeros, has_signature
from posts.encodings.looks import Looks
from posts.encodings.possible import possible_readings
from posts.encodings.reading import read
from posts.encodings.table import ENCODINGS, UTF_8, UTF_8_BOM, WIDE, Encoding
from posts.errors import NotText

MOST_ALTERNATIVES: Final = 8
PLAIN_UTF_8: Final = UTF_8.name


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte order mark, and the encoding that it was in, as `windows-1251`."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another encoding, and how the first line that is not all ASCII would look: up to 40 characters."""

    encoding: str
    sample: str


def decode(content: bytes, name: str) -> Decoded:
    """The text in the likeliest encoding; where a few bytes are astray, with U+FFFD in their places.

    Raises NotText, with the file's name, of what is no text in any encoding.
    """
    reading = read(content)
    if reading is None:
        raise NotText(name)
    return Decoded(reading.text, _name(reading.encoding, content))


def decode_as(content: bytes, encoding: str, name: str) -> Decoded:
    """The text in the encoding that somebody chose: a name that `decode` or `alternatives` has told.

    Raises NotText, with the file's name, for any other name and where any byte is not in that encoding; but
    what `decode` says can always be chosen, so that there is a way back.
    """
    chosen = ENCODINGS.get(encoding)
    if chosen is None:
        raise NotText(name)
    text = chosen.read(content)
    if text is not None and has_few_zeros(text) and not has_signature(content):
        return Decoded(text.removeprefix("\ufeff") if chosen in WIDE else text, _name(chosen, content))
    reading = read(content)
    if reading is None or reading.encoding is not chosen:
        raise NotText(name)
    return Decoded(reading.text, _name(chosen, content))


def alternatives(content: bytes, current: str) -> list[Alternative]:
    """The other encodings that read a sample of these bytes otherwise, the likeliest first, at most 8.

    Quick: whether the whole file is in one of them, `decode_as` tells.
    """
    return list(islice(_others(content, ENCODINGS[current]), MOST_ALTERNATIVES))


def _others(content: bytes, current: Encoding) -> Iterator[Alternative]:
    looks = Looks(content)
    possible = possible_readings(content)
    seen = {reading.text for reading in possible if reading.encoding is current}
    for reading in possible:
        if reading.text not in seen and (sample := looks.in_encoding(reading.encoding)):
            seen.add(reading.text)
            yield Alternative(_name(reading.encoding, content), sample)


def _name(encoding: Encoding, content: bytes) -> str:
    is_marked = encoding is UTF_8 and content.startswith(codecs.BOM_UTF8)
    return UTF_8_BOM if is_marked else encoding.name
