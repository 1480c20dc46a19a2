"""Bytes to text: files come in any encoding."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from posts.encodings.binaries import has_few_zeros, has_signature
from posts.encodings.candidates import possible_readings
from posts.encodings.preview import Looks
from posts.encodings.reading import read
from posts.encodings.table import (
    BOTH_WESTERN,
    ENCODINGS,
    LATIN_1,
    UTF_8,
    UTF_8_BOM,
    UTF_16,
    UTF_32,
    WELL_KNOWN,
    WIDE,
    WINDOWS_1252,
    Encoding,
)
from posts.errors import NotInEncoding, NotText

MOST_LIKELY: Final = 5
PLAIN_UTF_8: Final = UTF_8.name
_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# Latin-1 has controls here, Windows-1252 has signs.
_WHERE_THEY_DIFFER: Final = re.compile(rb"[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte order mark, and the encoding that it was in, as `windows-1251`."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another encoding, and how the first line that is not all ASCII would look: up to 40 characters.

    Empty where that is not in the encoding.
    """

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
    """The text in the encoding that somebody chose: a name that was told here.

    Raises NotInEncoding, with the file's name, for any other name and where any byte is not in that encoding;
    but what `decode` says can always be chosen, so that there is a way back.
    """
    chosen = ENCODINGS.get(encoding)
    if chosen is None:
        raise NotInEncoding(name, encoding)
    text = chosen.read(content)
    if text is not None and has_few_zeros(text) and not has_signature(content):
        return Decoded(text.removeprefix("\ufeff") if chosen in WIDE else text, _name(chosen, content))
    reading = read(content)
    if reading is None or reading.encoding is not chosen:
        raise NotInEncoding(name, encoding)
    return Decoded(reading.text, _name(chosen, content))


def alternatives(content: bytes, current: str) -> list[Alternative]:
    """The other encodings that read a sample of these bytes otherwise, the likeliest first, at most 5.

    Quick: whether the whole file is in one of them, `decode_as` tells.
    """
    return list(islice(_likely(content, ENCODINGS[current]), MOST_LIKELY))


def offered(content: bytes, current: str) -> list[Alternative]:
    """The likeliest, and behind them those that people know best; none where all say the same."""
    likely = alternatives(content, current)
    already = {ENCODINGS[name] for name in (current, *(other.encoding for other in likely))}
    looks = Looks(content)
    known = [(encoding, looks.in_encoding(encoding)) for encoding in WELL_KNOWN if encoding not in already]
    return likely and [*likely, *(Alternative(_name(encoding, content), look) for encoding, look in known)]


def encodings_but(current: str, content: bytes) -> list[str]:
    """All others that there are, what people know best first."""
    unmarked = () if content.startswith(_MARKS) else (UTF_16, UTF_32)
    others = [each for each in (*WELL_KNOWN, *ENCODINGS.values()) if each not in unmarked]
    names = dict.fromkeys(_name(each, content) for each in others)
    return [name for name in names if name != current]


def _likely(content: bytes, current: Encoding) -> Iterator[Alternative]:
    looks = Looks(content)
    possible = possible_readings(content)
    seen = {reading.text for reading in possible if reading.encoding is current}
    for reading in possible:
        if reading.text not in seen and (sample := looks.in_encoding(reading.encoding)):
            seen.add(reading.text)
            yield Alternative(_name(reading.encoding, content), sample)


def _name(encoding: Encoding, content: bytes) -> str:
    if encoding is UTF_8 and content.startswith(codecs.BOM_UTF8):
        return UTF_8_BOM
    is_both = encoding in (LATIN_1, WINDOWS_1252) and not _WHERE_THEY_DIFFER.search(content)
    return BOTH_WESTERN if is_both else encoding.name
