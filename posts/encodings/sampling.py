"""What of a file tells its encoding: the words that are not ASCII."""

import re
from typing import Final

ENOUGH: Final = 6000  # bytes
_CONTEXT: Final = 12  # bytes of ASCII that are looked at before and after a word
_LINE: Final = 200  # bytes
_ASCII: Final = bytes(range(128))
_ODD: Final = re.compile(rb"[\x80-\xff]")
# No encoding has a byte below 0x30 inside of a character, so nothing is cut in two here.
_WORD: Final = re.compile(rb"[\x30-\xff]{1,%d}[\0-\x7f]{0,%d}" % (ENOUGH, _CONTEXT))


def sample(content: bytes) -> bytes:
    """The first such words, with what stands around them; at its end a character may be incomplete."""
    words, size, end = [], 0, 0
    while size < ENOUGH and (odd := _ODD.search(content, end)):
        start = max(end, odd.start() - _CONTEXT)
        word = _WORD.match(content, odd.start())
        end = word.end() if word else odd.end()
        words.append(content[start:end])
        size += end - start
    return b"".join(words)


def share_of_sample(content: bytes) -> float:
    """How much of all bytes that are not ASCII the sample has, 0 to 1."""
    return _odd_in(sample(content)) / max(_odd_in(content), 1)


def _odd_in(content: bytes) -> int:
    return len(content.translate(None, _ASCII))


def first_line(content: bytes) -> bytes:
    """The first line that is not all ASCII, from its start or, in a long line, from a little before that."""
    odd = _ODD.search(content)
    at = odd.start() if odd else 0
    start = max(content.rfind(b"\n", 0, at) + 1, at - _CONTEXT)
    return content[start : start + _LINE].split(b"\n", 1)[0]
