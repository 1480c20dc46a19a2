"""Decodes files, and finds the encodings that they may be in."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from posts.encodings.binaries import has_few_nuls, has_signature
from posts.encodings.candidates import possible_readings
from posts.encodings.preview import LinePreview
from posts.encodings.reading import read
from posts.encodings.table import (
    BOTH_WESTERN,
    ENCODINGS,
    LATIN_1,
    UTF_8,
    UTF_8_BOM,
    UTF_16,
    UTF_32,
    UTF_WITHOUT_MARK,
    WELL_KNOWN,
    WINDOWS_1252,
    Encoding,
)
from posts.errors import NotInEncoding, NotText

MAX_ALTERNATIVES: Final = 5
PLAIN_UTF_8: Final = UTF_8.name
_BYTE_ORDER_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# Latin-1 has control characters here, Windows-1252 has punctuation.
_WESTERN_DIFFERENCE: Final = re.compile(rb"[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte order mark, and the name of its encoding, such as `windows-1251`."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another encoding, and a sample: up to 40 characters of the first line that is not all ASCII.

    The sample is empty if the line cannot be decoded.
    """

    encoding: str
    sample: str


def decode(content: bytes, name: str) -> Decoded:
    """Decode a file with the likeliest encoding; U+FFFD replaces a few bytes that are not in it.

    Raises NotText, with the file's `name`, for a binary file.
    """
    reading = read(content)
    if reading is None:
        raise NotText(name)
    return Decoded(reading.text, _name_for_people(reading.encoding, content))


def decode_as(content: bytes, encoding: str, name: str) -> Decoded:
    """Decode a file with a chosen encoding, by its name.

    Raises NotInEncoding, with the file's `name`, for an unknown encoding, or if any byte is not in it. The
    encoding that `decode` finds can always be chosen, so that a choice can be undone.
    """
    chosen = ENCODINGS.get(encoding)
    if chosen is None:
        raise NotInEncoding(name, encoding)
    text = chosen.decode(content)
    if text is not None and has_few_nuls(text) and not has_signature(content):
        return Decoded(
            text.removeprefix("\ufeff") if chosen in UTF_WITHOUT_MARK else text,
            _name_for_people(chosen, content),
        )
    reading = read(content)
    if reading is None or reading.encoding is not chosen:
        raise NotInEncoding(name, encoding)
    return Decoded(reading.text, _name_for_people(chosen, content))


def alternatives(content: bytes, current: str) -> list[Alternative]:
    """Return up to 5 encodings that decode a sample to another text than `current`, the likeliest first.

    The rest of the file may not be in them: `decode_as` finds out.
    """
    return list(islice(_likely_alternatives(content, ENCODINGS[current]), MAX_ALTERNATIVES))


def offer_encodings(content: bytes, current: str) -> list[Alternative]:
    """Return the alternatives and, after them, well-known encodings; nothing without an alternative."""
    likely = alternatives(content, current)
    already = {ENCODINGS[name] for name in (current, *(other.encoding for other in likely))}
    preview = LinePreview(content)
    known = [
        Alternative(_name_for_people(encoding, content), preview.in_encoding(encoding))
        for encoding in WELL_KNOWN
        if encoding not in already
    ]
    return likely and [*likely, *known]


def other_encodings(current: str, content: bytes) -> list[str]:
    """Return the names of all encodings but the current one, well-known ones first."""
    unmarked = () if content.startswith(_BYTE_ORDER_MARKS) else (UTF_16, UTF_32)
    others = [each for each in (*WELL_KNOWN, *ENCODINGS.values()) if each not in unmarked]
    names = dict.fromkeys(_name_for_people(each, content) for each in others)
    return [name for name in names if name != current]


def _likely_alternatives(content: bytes, current: Encoding) -> Iterator[Alternative]:
    preview = LinePreview(content)
    possible = possible_readings(content)
    seen = {reading.text for reading in possible if reading.encoding is current}
    for reading in possible:
        if reading.text not in seen and (sample := preview.in_encoding(reading.encoding)):
            seen.add(reading.text)
            yield Alternative(_name_for_people(reading.encoding, content), sample)


def _name_for_people(encoding: Encoding, content: bytes) -> str:
    if encoding is UTF_8 and content.startswith(codecs.BOM_UTF8):
        return UTF_8_BOM
    is_both = encoding in (LATIN_1, WINDOWS_1252) and not _WESTERN_DIFFERENCE.search(content)
    return BOTH_WESTERN if is_both else encoding.name
