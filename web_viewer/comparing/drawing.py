"""The lines of two texts as HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from web_viewer.comparing.matching import Patience, Stretch, TooDifferent, stretches

_SHOWN_UP_TO: Final = 2_000  # characters
_PATIENCE: Final = 0.3  # seconds for all words


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from 1. `is_cut`: it goes on.

    `is_open`: it ends its text without a line feed, and the other text ends with one.
    """

    number: int
    text: Markup
    is_cut: bool = False
    is_open: bool = False


_Side = tuple[Line, ...]


class Drawing:
    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._old = old
        self._new = new
        self._patience = Patience(_PATIENCE)
        self._ends_differ = _is_open(old[-1:]) != _is_open(new[-1:])

    def same(self, stretch: Stretch) -> tuple[_Side, _Side]:
        texts = [escape(text) for text in _shown(self._old, stretch.old)]
        return self._side(self._old, stretch.old, texts), self._side(self._new, stretch.new, texts)

    def changed(self, stretch: Stretch) -> tuple[_Side, _Side]:
        """The first with the first and so on, each pair with its words compared."""
        old, new = _shown(self._old, stretch.old), _shown(self._new, stretch.new)
        pairs = [marked(*pair, self._patience) for pair in zip(old, new, strict=False)]
        before = [*(one for one, _ in pairs), *map(escape, old[len(pairs) :])]
        after = [*(other for _, other in pairs), *map(escape, new[len(pairs) :])]
        return self._side(self._old, stretch.old, before), self._side(self._new, stretch.new, after)

    def _side(self, lines: Sequence[str], places: range, texts: Sequence[Markup]) -> _Side:
        return tuple(
            Line(
                place + 1,
                text,
                is_cut=len(lines[place].rstrip("\n")) > _SHOWN_UP_TO,
                is_open=self._ends_differ and _is_open(lines[place : place + 1]),
            )
            for place, text in zip(places, texts, strict=True)
        )


def _shown(lines: Sequence[str], places: range) -> list[str]:
    return [lines[place].rstrip("\n")[:_SHOWN_UP_TO] for place in places]


def _is_open(last: Sequence[str]) -> bool:
    return any(not line.endswith("\n") for line in last)


_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
_MARKED_UP_TO: Final = 400  # words
# Where less is the same, it is another line: marks all over it would say nothing.
_ALIKE_FROM: Final = 0.4
_MARK: Final = Markup("<mark>{}</mark>")


def marked(old: str, new: str, patience: Patience) -> tuple[Markup, Markup]:
    """Both lines as HTML; without marks where those would say nothing, or take too long to find."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > _MARKED_UP_TO:
        return escape(old), escape(new)
    try:
        found = stretches(before, after, patience)
    except TooDifferent:
        return escape(old), escape(new)
    if not _are_alike(before, after, found):
        return escape(old), escape(new)
    return (
        _joined([(_text(before, stretch.old), stretch.is_same) for stretch in found]),
        _joined([(_text(after, stretch.new), stretch.is_same) for stretch in found]),
    )


def _are_alike(before: list[str], after: list[str], found: list[Stretch]) -> bool:
    same = sum(_visible(_text(before, stretch.old)) for stretch in found if stretch.is_same)
    return 2 * same >= _ALIKE_FROM * (_visible("".join(before)) + _visible("".join(after)))


def _visible(text: str) -> int:
    return sum(not letter.isspace() for letter in text)


def _text(words: list[str], place: range) -> str:
    return "".join(words[place.start : place.stop])


def _joined(pieces: list[tuple[str, bool]]) -> Markup:
    return Markup("").join(text if is_same else _MARK.format(text) for text, is_same in pieces if text)
