"""Blocks of changed lines, with a few unchanged lines around them: what the page of a version shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from web_viewer.comparing.line_html import Line, LineRenderer
from web_viewer.comparing.matching import Segment, TimeLimit, TooDifferent, comparable_lines, diff_segments

_CONTEXT_LINES: Final = 3
# Of both texts together; more would keep a phone busy for seconds.
_MAX_DIFF_LINES: Final = 4_000
_TIME_LIMIT_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """`new` lines that replace `old` ones; unchanged lines; or the number of unchanged lines left out."""

    old: tuple[Line, ...] = ()
    new: tuple[Line, ...] = ()
    is_same: bool = False
    skipped: int = 0

    @property
    def last_number(self) -> int:
        """The highest number of a line in either text."""
        return max((side[-1].number for side in (self.old, self.new) if side), default=0)

    @property
    def pairs(self) -> Iterator[tuple[Line | None, Line | None]]:
        """The old and new lines side by side; None where one side is shorter."""
        return zip_longest(self.old, self.new)


def compare(old: bytes, new: bytes) -> list[Block]:
    """Return the blocks of the new text's page; none if the texts look the same. Raises TooDifferent."""
    before, after = comparable_lines(old), comparable_lines(new)
    segments = diff_segments(before, after, TimeLimit(_TIME_LIMIT_SECONDS))
    if all(segment.is_same for segment in segments):
        return []
    pieces = list(_abridged(segments))
    shown = [piece for piece in pieces if isinstance(piece, Segment)]
    if sum(len(segment.old) + len(segment.new) for segment in shown) > _MAX_DIFF_LINES:
        raise TooDifferent
    renderer = LineRenderer(before, after)
    return [_block(renderer, piece) for piece in pieces]


def _abridged(segments: list[Segment]) -> Iterator[Segment | int]:
    """Replace the middle of each long unchanged segment by its number of lines."""
    for place, segment in enumerate(segments):
        length = len(segment.old)
        head, tail = _CONTEXT_LINES * (place > 0), _CONTEXT_LINES * (place < len(segments) - 1)
        if not segment.is_same or length <= head + tail + 1:
            yield segment
        else:
            if head:
                yield _part(segment, 0, head)
            yield length - head - tail
            if tail:
                yield _part(segment, length - tail, length)


def _part(segment: Segment, start: int, stop: int) -> Segment:
    return Segment(segment.old[start:stop], segment.new[start:stop], segment.is_same)


def _block(renderer: LineRenderer, piece: Segment | int) -> Block:
    if isinstance(piece, int):
        return Block(skipped=piece)
    old, new = renderer.same(piece) if piece.is_same else renderer.changed(piece)
    return Block(old, new, piece.is_same)
