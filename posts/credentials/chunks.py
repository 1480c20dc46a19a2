"""Splits a long text into overlapping chunks, so that the time of a search is linear in its length."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# The library takes time quadratic in the number of matches in one chunk.
_CHUNK_BYTES: Final = 256 * 1024
# More than any credential: a PGP key of 4096 bits has 7 KB.
_OVERLAP_BYTES: Final = 8 * 1024


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk. `first_line` is the number of its first line in the text, from 1.

    `owned` are the bytes before the overlap: matches that begin in the overlap are left to the next chunk.
    """

    data: bytes
    first_line: int
    owned: int

    def owns(self, start: int) -> bool:
        """Tell whether a match that begins here belongs to this chunk."""
        return start < self.owned

    def line_of(self, start: int) -> int:
        """Return the number of the line in the text."""
        return self.first_line + self.data.count(b"\n", 0, start)


def chunks_of(data: bytes) -> Iterator[Chunk]:
    start, line = 0, 1
    while True:
        end = _end_of_owned(data, start)
        yield Chunk(data[start : start + _CHUNK_BYTES], line, end - start)
        if end == len(data):
            return
        line += data.count(b"\n", start, end)
        start = end


def _end_of_owned(data: bytes, start: int) -> int:
    """Return where the next chunk begins: at a line if one begins just before the overlap."""
    if start + _CHUNK_BYTES >= len(data):
        return len(data)
    latest = start + _CHUNK_BYTES - _OVERLAP_BYTES
    return data.rfind(b"\n", latest - _OVERLAP_BYTES, latest) + 1 or latest
