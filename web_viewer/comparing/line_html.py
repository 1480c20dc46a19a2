"""The lines of two texts as HTML, with changed words marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from web_viewer.comparing.matching import Segment, TimeLimit, TooDifferent, diff_segments

_MAX_LINE_CHARACTERS: Final = 2_000
_TIME_LIMIT_SECONDS: Final = 0.3  # for the words of all lines
_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
_MAX_WORDS: Final = 400
# Lines that have less than this in common are not one line with changes, and get no marks.
_MIN_COMMON_SHARE: Final = 0.4
_MARK: Final = Markup("<mark>{}</mark>")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number, from 1. `is_cut`: only its beginning is shown.

    `is_open`: its text ends without a line feed, and the other text ends with one.
    """

    number: int
    text: Markup
    is_cut: bool = False
    is_open: bool = False


_Side = tuple[Line, ...]


class LineRenderer:
    """Renders the lines of two texts, segment by segment."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._old = old
        self._new = new
        self._time_limit = TimeLimit(_TIME_LIMIT_SECONDS)
        self._ends_differ = _lacks_line_feed(old[-1:]) != _lacks_line_feed(new[-1:])

    def same(self, segment: Segment) -> tuple[_Side, _Side]:
        """Render both sides of a segment that is the same in both texts."""
        texts = [escape(text) for text in _shown_texts(self._old, segment.old)]
        return self._lines_of_side(self._old, segment.old, texts), self._lines_of_side(
            self._new, segment.new, texts
        )

    def changed(self, segment: Segment) -> tuple[_Side, _Side]:
        """Render both sides of a changed segment; in lines at the same position, changed words are marked."""
        old, new = _shown_texts(self._old, segment.old), _shown_texts(self._new, segment.new)
        pairs = [mark_changed_words(*pair, self._time_limit) for pair in zip(old, new, strict=False)]
        before = [*(one for one, _ in pairs), *map(escape, old[len(pairs) :])]
        after = [*(other for _, other in pairs), *map(escape, new[len(pairs) :])]
        return self._lines_of_side(self._old, segment.old, before), self._lines_of_side(
            self._new, segment.new, after
        )

    def _lines_of_side(self, lines: Sequence[str], places: range, texts: Sequence[Markup]) -> _Side:
        return tuple(
            Line(
                place + 1,
                text,
                is_cut=len(lines[place].rstrip("\n")) > _MAX_LINE_CHARACTERS,
                is_open=self._ends_differ and _lacks_line_feed(lines[place : place + 1]),
            )
            for place, text in zip(places, texts, strict=True)
        )


def _shown_texts(lines: Sequence[str], places: range) -> list[str]:
    return [lines[place].rstrip("\n")[:_MAX_LINE_CHARACTERS] for place in places]


def _lacks_line_feed(last: Sequence[str]) -> bool:
    return any(not line.endswith("\n") for line in last)


def mark_changed_words(old: str, new: str, time_limit: TimeLimit) -> tuple[Markup, Markup]:
    """Return both lines as HTML, without marks if they have too little in common or the time is over."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > _MAX_WORDS:
        return escape(old), escape(new)
    try:
        segments = diff_segments(before, after, time_limit)
    except TooDifferent:
        return escape(old), escape(new)
    if not _are_alike(before, after, segments):
        return escape(old), escape(new)
    return (
        _with_marks([(_joined_words(before, segment.old), segment.is_same) for segment in segments]),
        _with_marks([(_joined_words(after, segment.new), segment.is_same) for segment in segments]),
    )


def _are_alike(before: list[str], after: list[str], segments: list[Segment]) -> bool:
    same = sum(
        _visible_characters(_joined_words(before, segment.old)) for segment in segments if segment.is_same
    )
    both = _visible_characters("".join(before)) + _visible_characters("".join(after))
    return 2 * same >= _MIN_COMMON_SHARE * both


def _visible_characters(text: str) -> int:
    return sum(not letter.isspace() for letter in text)


def _joined_words(words: list[str], place: range) -> str:
    return "".join(words[place.start : place.stop])


def _with_marks(pieces: list[tuple[str, bool]]) -> Markup:
    return Markup("").join(text if is_same else _MARK.format(text) for text, is_same in pieces if text)
