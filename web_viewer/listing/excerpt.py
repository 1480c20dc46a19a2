"""What of a paste fits into a page: all of it, else one part of several."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

# A phone lays out some ten thousand lines without a wait.
SHOWN_UP_TO: Final = 1_000_000  # characters
LINES_SHOWN: Final = 20_000
_LONGEST_WORD: Final = 1_000  # characters: an endless line is cut between words, where it has any


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`lines` counts those of the whole paste; `number` is the part's, from 1.

    `starts` has the number of the first line of each part. One that goes on with a line has that line's.
    """

    text: str
    lines: int
    number: int = 1
    starts: tuple[int, ...] = (1,)

    @property
    def is_whole(self) -> bool:
        return len(self.starts) == 1

    @property
    def first_line(self) -> int:
        return self.starts[self.number - 1]


def text_on_a_page(content: bytes) -> str:
    """Every kind of line end becomes the one that HTML knows; a NUL, which browsers leave out, U+FFFD."""
    text = content.decode("utf-8-sig", errors="replace").replace("\0", "\ufffd")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def excerpt_of(content: bytes, number: int = 1) -> Excerpt:
    """The part of this number, or the last."""
    text = text_on_a_page(content)
    lines = text.count("\n") + (not text.endswith("\n"))
    parts = list(_parts(text))
    if len(parts) == 1:
        return Excerpt(text, lines)
    *feeds, _ = (text.count("\n", part.start, part.stop) for part in parts)
    shown = min(number, len(parts))
    part = parts[shown - 1]
    return Excerpt(text[part.start : part.stop], lines, shown, tuple(accumulate(feeds, initial=1)))


def parts_at_most(size: int) -> int:
    """Of a paste of `size` bytes. Each part but the last has this many lines, or characters by far."""
    return size // LINES_SHOWN + 1


def _parts(text: str) -> Iterator[range]:
    start = 0
    while start < len(text) or not start:
        end = _end(text, start)
        yield range(start, end)
        start = end or 1


def _end(text: str, start: int) -> int:
    """Behind a line, unless the part would lose more than half of its size by that."""
    limit = start + SHOWN_UP_TO
    if limit < len(text):
        line = text.rfind("\n", start + SHOWN_UP_TO // 2, limit) + 1
        limit = line or text.rfind(" ", limit - _LONGEST_WORD, limit) + 1 or limit
    limit = min(limit, len(text))
    if text.count("\n", start, limit) > LINES_SHOWN:
        limit -= len(text[start:limit].split("\n", LINES_SHOWN)[-1])
    return limit
