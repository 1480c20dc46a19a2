"""Two versions of a text side by side: what differs, with a few lines around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from web_viewer.comparing.drawing import Drawing, Line
from web_viewer.comparing.matching import Patience, Stretch, TooDifferent, lines_of, stretches

_AROUND: Final = 3  # lines
_SHOWN_UP_TO: Final = 4_000  # lines of both together: more keep a phone busy for seconds
_PATIENCE: Final = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Block:
    """`old` lines in whose place there are the `new` ones; or the same; or `skipped` many of the same."""

    old: tuple[Line, ...] = ()
    new: tuple[Line, ...] = ()
    is_same: bool = False
    skipped: int = 0

    @property
    def last_number(self) -> int:
        return max((side[-1].number for side in (self.old, self.new) if side), default=0)

    @property
    def pairs(self) -> Iterator[tuple[Line | None, Line | None]]:
        return zip_longest(self.old, self.new)


def compare(old: bytes, new: bytes) -> list[Block]:
    """No block where nothing that can be seen differs. Raises TooDifferent."""
    before, after = lines_of(old), lines_of(new)
    found = stretches(before, after, Patience(_PATIENCE))
    if all(stretch.is_same for stretch in found):
        return []
    pieces = list(_abridged(found))
    if sum(len(piece.old) + len(piece.new) for piece in pieces if isinstance(piece, Stretch)) > _SHOWN_UP_TO:
        raise TooDifferent
    drawing = Drawing(before, after)
    return [_block(drawing, piece) for piece in pieces]


def _abridged(found: list[Stretch]) -> Iterator[Stretch | int]:
    """Of a long stretch that is the same its ends remain, and between them how many lines are left out."""
    for place, stretch in enumerate(found):
        length = len(stretch.old)
        head, tail = _AROUND * (place > 0), _AROUND * (place < len(found) - 1)
        if not stretch.is_same or length <= head + tail + 1:
            yield stretch
        else:
            if head:
                yield _part(stretch, 0, head)
            yield length - head - tail
            if tail:
                yield _part(stretch, length - tail, length)


def _part(stretch: Stretch, start: int, stop: int) -> Stretch:
    return Stretch(stretch.old[start:stop], stretch.new[start:stop], stretch.is_same)


def _block(drawing: Drawing, piece: Stretch | int) -> Block:
    if isinstance(piece, int):
        return Block(skipped=piece)
    old, new = drawing.same(piece) if piece.is_same else drawing.changed(piece)
    return Block(old, new, piece.is_same)
