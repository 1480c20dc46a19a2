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
# Where any encoding may be meant, short texts turn into Turkish and Chinese: these are asked first.
_LIKELY: Final = "cp1251 cp1252 koi8_r cp866 shift_jis euc_jp gb18030 big5 euc_kr".split()


def decode(content: bytes, name: str) -> str:
    """The text of a file. Raises NotText, with the file's name."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, name)
    if _is_binary(content):
        raise NotText(name)
    try:
        return content.decode()
    except UnicodeDecodeError as odd:
        # The line that is no UTF-8 and what follows tell most: all before may be plain ASCII.
        start = content.rfind(b"\n", 0, odd.start) + 1
        return _strictly(content, _detected(content[start : start + _LOOKED_AT], name), name)


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotText(name) from None


def _detected(sample: bytes, name: str) -> str:
    best = from_bytes(sample, cp_isolation=_LIKELY).best() or from_bytes(sample).best()
    if best is None:
        raise NotText(name)
    return best.encoding


def _is_binary(content: bytes) -> bool:
    """A NUL is enough; so is a share of control characters that no text has."""
    sample = content[:_LOOKED_AT]
    odd = sum(sample.count(byte) for byte in range(32) if byte not in _TEXT_CONTROLS)
    return b"\0" in content or odd * 50 > len(sample)
