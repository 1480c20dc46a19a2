"""Where two sequences surely correspond: what is once in each of them, and in the same order.

This is the first half of "patience diff": it is quick however long they are, and what is between is short.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence


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
