"""Bytes to text: files come in any encoding."""

import codecs
from typing import Final

from charset_normalizer import from_bytes

from posts.errors import NotText

# UTF-32's mark begins with UTF-16's: the longer ones first.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS: Final = frozenset(b"\t\n\v\f\r\b\x1b\x85")
_LOOKED_AT: Final = 200_000  # bytes: enough to tell an encoding by


def decode(content: bytes, name: str) -> str:
    """The text of a file. Raises NotText, with the file's name."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, name)
    if _is_binary(content):
        raise NotText(name)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _strictly(content, _detected(content, name), name)


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotText(name) from None


def _detected(content: bytes, name: str) -> str:
    best = from_bytes(content[:_LOOKED_AT]).best()
    if best is None:
        raise NotText(name)
    return best.encoding


def _is_binary(content: bytes) -> bool:
    """A NUL is enough; so is a share of control characters that no text has."""
    sample = content[:_LOOKED_AT]
    odd = sum(sample.count(byte) for byte in range(32) if byte not in _TEXT_CONTROLS)
    return b"\0" in content or odd * 50 > len(sample)
