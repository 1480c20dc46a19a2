"""What is new within a line that was changed, word by word."""

import re
from typing import Final

from markupsafe import Markup, escape

from web_viewer.comparing.matching import Patience, Stretch, TooDifferent, stretches

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
