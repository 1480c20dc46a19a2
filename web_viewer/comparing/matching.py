"""The difference of two sequences, by `difflib` between anchors, in limited time."""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import pairwise
from typing import Final

from web_viewer.listing.excerpt import MAX_SHOWN_LINES, displayable_text

MAX_COMPARED_BYTES: Final = 1_000_000
# A search for the longest match takes up to (elements × elements) steps, 0.1 s a million. Above this limit,
# elements that fill more than 1% of a sequence do not begin a match (difflib, `autojunk`).
_MAX_STEPS: Final = 4_000_000


class TooDifferent(Exception):
    """The comparison would take too long, or its result would be too long to show."""


class TimeLimit:
    """A limit of CPU time in this thread, from now on."""

    def __init__(self, seconds: float) -> None:
        self._end = time.thread_time() + seconds

    def check(self) -> None:
        """Raises TooDifferent if the time is over."""
        if time.thread_time() > self._end:
            raise TooDifferent


@dataclass(frozen=True, slots=True)
class Segment:
    """Positions of consecutive elements: the same in both sequences, or `old` ones replaced by `new` ones."""

    old: range
    new: range
    is_same: bool


def comparable_lines(content: bytes) -> list[str]:
    """Return lines with line feeds, which the last may lack. Raises TooDifferent if the text is too large."""
    if len(content) > MAX_COMPARED_BYTES:
        raise TooDifferent
    *ended, rest = displayable_text(content).split("\n")
    if len(ended) > MAX_SHOWN_LINES:
        raise TooDifferent
    return [f"{line}\n" for line in ended] + [rest] * bool(rest)


def diff_segments(old: Sequence[str], new: Sequence[str], time_limit: TimeLimit) -> list[Segment]:
    """Return segments that cover both sequences. Raises TooDifferent."""
    joined: list[Segment] = []
    for segment in _segments(old, new, time_limit):
        last = joined[-1] if joined else None
        if last and last.is_same == segment.is_same:
            whole = range(last.old.start, segment.old.stop), range(last.new.start, segment.new.stop)
            joined[-1] = Segment(*whole, segment.is_same)
        elif segment.old or segment.new:
            joined.append(segment)
    return joined


def _segments(old: Sequence[str], new: Sequence[str], time_limit: TimeLimit) -> Iterator[Segment]:
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *anchors(old, new), (len(old), len(new))]):
        if i >= 0:
            yield Segment(range(i, i + 1), range(j, j + 1), is_same=True)
        yield from _between_anchors(old, new, range(i + 1, next_i), range(j + 1, next_j), time_limit)


def _between_anchors(
    old: Sequence[str], new: Sequence[str], places: range, others: range, time_limit: TimeLimit
) -> Iterator[Segment]:
    # Most edits leave both ends the same, which is found without difflib.
    head = _same_at_start(old, new, places, others)
    tail = _same_at_start(old, new, places[head:][::-1], others[head:][::-1])
    middle, other_middle = places[head : len(places) - tail], others[head : len(others) - tail]
    yield Segment(places[:head], others[:head], is_same=True)
    if middle and other_middle:
        inner = old[middle.start : middle.stop], new[other_middle.start : other_middle.stop]
        for tag, i, next_i, j, next_j in _Matcher(*inner, time_limit).get_opcodes():
            yield Segment(middle[i:next_i], other_middle[j:next_j], tag == "equal")
    else:
        yield Segment(middle, other_middle, is_same=False)
    yield Segment(places[len(places) - tail :], others[len(others) - tail :], is_same=True)


def _same_at_start(old: Sequence[str], new: Sequence[str], places: range, others: range) -> int:
    pairs = enumerate(zip(places, others, strict=False))
    return next((count for count, (i, j) in pairs if old[i] != new[j]), min(len(places), len(others)))


class _Matcher(SequenceMatcher[str]):
    def __init__(self, old: Sequence[str], new: Sequence[str], time_limit: TimeLimit) -> None:
        self._time_limit = time_limit
        super().__init__(None, old, new, autojunk=len(old) * len(new) > _MAX_STEPS)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        self._time_limit.check()
        return super().find_longest_match(alo, ahi, blo, bhi)


def anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the positions of elements that occur once in each sequence and in the same order in both.

    This is the first half of the "patience diff" algorithm. It is fast for sequences of any length, and
    leaves short ones to be compared between the anchors.
    """
    once = _unique(old) & _unique(new)
    where = {element: place for place, element in enumerate(new) if element in once}
    return _longest_rising([(place, where[element]) for place, element in enumerate(old) if element in once])


def _unique(elements: Sequence[str]) -> set[str]:
    return {element for element, count in Counter(elements).items() if count == 1}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of which the second numbers rise; the first ones rise in all pairs."""
    lowest_ends: list[int] = []  # for each length of a subsequence, the lowest number that one ends with
    ends: list[int] = []  # the pair with that number
    before: list[int | None] = []  # for each pair, the one before it in its subsequence
    for number, (_, second) in enumerate(pairs):
        length = bisect_left(lowest_ends, second)
        lowest_ends[length : length + 1] = [second]
        ends[length : length + 1] = [number]
        before.append(ends[length - 1] if length else None)
    rising: list[tuple[int, int]] = []
    last = ends[-1] if ends else None
    while last is not None:
        rising.append(pairs[last])
        last = before[last]
    return rising[::-1]
