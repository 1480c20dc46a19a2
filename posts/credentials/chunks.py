"""A long text in pieces, so that neither time nor memory grows faster than it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# The library's time grows with the square of what it finds in one piece.
_LONGEST: Final = 256 * 1024
# Longer than any credential: a PGP key of 4096 bits has 7 KB.
_OVERLAP: Final = 8 * 1024


@dataclass(frozen=True, slots=True)
class Piece:
    data: bytes
    first_line: int
    owned: int
    """What begins after so many bytes is whole in the next piece, and told there."""

    def owns(self, start: int) -> bool:
        return start < self.owned

    def line_of(self, start: int) -> int:
        return self.first_line + self.data.count(b"\n", 0, start)


def pieces(data: bytes) -> Iterator[Piece]:
    start, line = 0, 1
    while True:
        following = _following(data, start)
        yield Piece(data[start : start + _LONGEST], line, following - start)
        if following == len(data):
            return
        line += data.count(b"\n", start, following)
        start = following


def _following(data: bytes, start: int) -> int:
    """Where the next piece begins: with a line, if one begins late enough in this piece."""
    if start + _LONGEST >= len(data):
        return len(data)
    latest = start + _LONGEST - _OVERLAP
    return data.rfind(b"\n", latest - _OVERLAP, latest) + 1 or latest
