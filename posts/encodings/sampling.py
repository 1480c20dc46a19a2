"""Samples of a file: words that are not all ASCII, which show its encoding."""

import re
from typing import Final

SAMPLE_BYTES: Final = 6000
_CONTEXT_BYTES: Final = 12  # of ASCII before and after a word
_LINE_BYTES: Final = 200
_ASCII: Final = bytes(range(128))
_NON_ASCII: Final = re.compile(rb"[\x80-\xff]")
# No encoding has a byte below 0x30 inside a character, so this never cuts a character.
_WORD: Final = re.compile(rb"[\x30-\xff]{1,%d}[\0-\x7f]{0,%d}" % (SAMPLE_BYTES, _CONTEXT_BYTES))


def sample(content: bytes) -> bytes:
    """Return the first 6,000 bytes or so of words that are not all ASCII, with their context.

    The last character may be incomplete.
    """
    words, size, end = [], 0, 0
    while size < SAMPLE_BYTES and (found := _NON_ASCII.search(content, end)):
        start = max(end, found.start() - _CONTEXT_BYTES)
        word = _WORD.match(content, found.start())
        end = word.end() if word else found.end()
        words.append(content[start:end])
        size += end - start
    return b"".join(words)


def share_of_sample(content: bytes) -> float:
    """Return which share of the bytes that are not ASCII is in the sample, 0 to 1."""
    return _non_ascii_bytes(sample(content)) / max(_non_ascii_bytes(content), 1)


def _non_ascii_bytes(content: bytes) -> int:
    return len(content.translate(None, _ASCII))


def first_line(content: bytes) -> bytes:
    """Return the first line that is not all ASCII; of a long one, 200 bytes around the first such byte."""
    found = _NON_ASCII.search(content)
    at = found.start() if found else 0
    start = max(content.rfind(b"\n", 0, at) + 1, at - _CONTEXT_BYTES)
    return content[start : start + _LINE_BYTES].split(b"\n", 1)[0]
