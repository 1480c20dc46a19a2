"""Comparison of a text's lines with those of a page, inside and outside of lists."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tests.rendered_text import ShownLine

_TYPED_ITEM: Final = re.compile(r"([-*•]|\d+(?=[.)]))([.)]?)[ \u00a0]*(.*)")


@dataclass(frozen=True)
class Pair:
    """A line of a text that is not empty, that of the page, and the number of empty lines before each."""

    typed: str
    typed_gap: int
    shown: ShownLine
    shown_gap: int

    @property
    def indent(self) -> int:
        return len(self.typed) - len(self.typed.lstrip())

    @property
    def kind(self) -> str:
        found = _TYPED_ITEM.match(self.typed.lstrip())
        return (found[2] or found[1]) if found else ""


def compare(text: str, page: list[ShownLine]) -> list[Pair]:
    """Return the pairs of lines. Raises AssertionError if the lines or their lists differ."""
    typed = [_plain(line) for line in text.split("\n")]
    shown = [ShownLine(_plain(line.text), line.lists, line.is_item) for line in page]
    here = [
        (line, gap) for line, gap in zip(typed, _gaps([bool(line) for line in typed]), strict=True) if line
    ]
    there = [
        (line, gap)
        for line, gap in zip(shown, _gaps([bool(line.text) for line in shown]), strict=True)
        if line.text
    ]
    pairs = [Pair(*one, *other) for one, other in zip(here, there, strict=True)]
    for pair in pairs:
        assert pair.shown.text == _as_shown(pair)
    for before, after in pairwise(pairs):
        _compare_places(before, after)
    for before, after in pairwise(pair for pair in pairs if pair.shown.is_item):
        _compare_items(before, after)
    return pairs


def _plain(line: str) -> str:
    return line.replace("\t", "    ").replace("\u00a0", " ").rstrip()


def _gaps(filled: list[bool]) -> list[int]:
    gaps, gap = [], 0
    for is_filled in filled:
        gaps.append(gap)
        gap = 0 if is_filled else gap + 1
    return gaps


def _as_shown(pair: Pair) -> str:
    if not pair.shown.lists:
        return pair.typed
    typed = pair.typed.lstrip()
    if not pair.shown.is_item:
        return typed
    item = _TYPED_ITEM.fullmatch(typed)
    assert item, typed
    return f"{item[1]}. {item[3]}" if item[2] else f"- {item[3]}"


def _compare_places(before: Pair, after: Pair) -> None:
    """Check that a list is separated from the text around it."""
    is_border = before.shown.lists[:1] != after.shown.lists[:1]
    assert after.shown_gap == (max(after.typed_gap, 1) if is_border else after.typed_gap)


def _compare_items(before: Pair, after: Pair) -> None:
    if before.shown.lists[:1] != after.shown.lists[:1]:
        return
    deeper = len(after.shown.lists) - len(before.shown.lists)
    further_in = after.indent - before.indent
    # A single space is no indentation.
    assert further_in >= 2 if deeper > 0 else further_in < 0 if deeper else further_in < 2
    if after.shown.lists == before.shown.lists:
        assert before.kind == after.kind
