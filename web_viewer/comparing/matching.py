"""Which elements of two sequences are the same, as `difflib` finds them, but not for as long as it likes."""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import pairwise
from typing import Final

from web_viewer.listing.excerpt import LINES_SHOWN, text_on_a_page

# One search for the longest match makes at most (elements × elements) steps, about 0.1 s a million; above
# this, elements that fill more than 1% of a sequence are no beginnings of a match (difflib, `autojunk`).
_STEPS_AT_ONCE: Final = 4_000_000


class TooDifferent(Exception):
    """It would take too long to find out, or be too long to show."""


class Patience:
    """Some seconds of computing in this thread."""

    def __init__(self, seconds: float) -> None:
        self._end = time.thread_time() + seconds

    def check(self) -> None:
        """Raises TooDifferent once it is over."""
        if time.thread_time() > self._end:
            raise TooDifferent


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbours: the same in both sequences, or some `old` ones in whose place are the `new` ones."""

    old: range
    new: range
    is_same: bool


def stretches(old: Sequence[str], new: Sequence[str], patience: Patience) -> list[Stretch]:
    """Of the whole, in order. Raises TooDifferent."""
    joined: list[Stretch] = []
    for stretch in _pieces(old, new, patience):
        last = joined[-1] if joined else None
        if last and last.is_same == stretch.is_same:
            whole = range(last.old.start, stretch.old.stop), range(last.new.start, stretch.new.stop)
            joined[-1] = Stretch(*whole, stretch.is_same)
        elif stretch.old or stretch.new:
            joined.append(stretch)
    return joined


def _pieces(old: Sequence[str], new: Sequence[str], patience: Patience) -> Iterator[Stretch]:
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *anchors(old, new), (len(old), len(new))]):
        if i >= 0:
            yield Stretch(range(i, i + 1), range(j, j + 1), is_same=True)
        yield from _between(old, new, range(i + 1, next_i), range(j + 1, next_j), patience)


def _between(
    old: Sequence[str], new: Sequence[str], places: range, others: range, patience: Patience
) -> Iterator[Stretch]:
    """What is the same at the ends is found at once, which is all there is in most edits."""
    head = _same_at_start(old, new, places, others)
    tail = _same_at_start(old, new, places[head:][::-1], others[head:][::-1])
    middle, other_middle = places[head : len(places) - tail], others[head : len(others) - tail]
    yield Stretch(places[:head], others[:head], is_same=True)
    if middle and other_middle:
        inner = old[middle.start : middle.stop], new[other_middle.start : other_middle.stop]
        for tag, i, next_i, j, next_j in _Matcher(*inner, patience).get_opcodes():
            yield Stretch(middle[i:next_i], other_middle[j:next_j], tag == "equal")
    else:
        yield Stretch(middle, other_middle, is_same=False)
    yield Stretch(places[len(places) - tail :], others[len(others) - tail :], is_same=True)


def _same_at_start(old: Sequence[str], new: Sequence[str], places: range, others: range) -> int:
    pairs = enumerate(zip(places, others, strict=False))
    return next((count for count, (i, j) in pairs if old[i] != new[j]), min(len(places), len(others)))


class _Matcher(SequenceMatcher[str]):
    def __init__(self, old: Sequence[str], new: Sequence[str], patience: Patience) -> None:
        self._patience = patience
        super().__init__(None, old, new, autojunk=len(old) * len(new) > _STEPS_AT_ONCE)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        self._patience.check()
        return super().find_longest_match(alo, ahi, blo, bhi)


def anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places in both, rising in both."""
    once = _only_once(old) & _only_once(new)
    where = {element: place for place, element in enumerate(new) if element in once}
    return _longest_rising([(place, where[element]) for place, element in enumerate(old) if element in once])


def _only_once(elements: Sequence[str]) -> set[str]:
    return {element for element, count in Counter(elements).items() if count == 1}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs that rise in the first, the most that rise in the second too."""
    lowest_ends: list[int] = []  # of a rising row of each length, the lowest second at which one can end
    ends: list[int] = []  # which pair that is
    before: list[int | None] = []  # of each pair, which one comes before it in its row
    for number, (_, second) in enumerate(pairs):
        length = bisect_left(lowest_ends, second)
        lowest_ends[length : length + 1] = [second]
        ends[length : length + 1] = [number]
        before.append(ends[length - 1] if length else None)
    row: list[tuple[int, int]] = []
    last = ends[-1] if ends else None
    while last is not None:
        row.append(pairs[last])
        last = before[last]
    return row[::-1]


COMPARED_UP_TO: Final = 1_000_000  # bytes


def lines_of(content: bytes) -> list[str]:
    """Each with its line feed, which the last one may lack. Raises TooDifferent for what is too large."""
    if len(content) > COMPARED_UP_TO:
        raise TooDifferent
    *ended, rest = text_on_a_page(content).split("\n")
    if len(ended) > LINES_SHOWN:
        raise TooDifferent
    return [f"{line}\n" for line in ended] + [rest] * bool(rest)
