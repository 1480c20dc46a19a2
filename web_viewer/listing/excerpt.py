"""What of a paste fits into a page: all of it, else one part of several."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

# A phone lays out some ten thousand lines without a wait.
SHOWN_UP_TO: Final = 1_000_000  # characters
LINES_SHOWN: Final = 20_000
_LONGEST_WORD: Final = 1_000  # characters: an endless line is cut between words, where it has any
# What HTML has letters for (HTML, 13.2.3.5). Of the rest, browsers leave some out and show boxes for others.
_LETTERS: Final = "\t\n\f -~\xa0-\ufdcf\ufdf0-\ufffd\U00010000-\U0001fffd\U00020000-\U0010fffd"
_LETTERS_ONLY: Final = re.compile(f"[{_LETTERS}]*")
_NO_LETTER: Final = re.compile(f"[^{_LETTERS}]")
# As Unicode pictures them; a NUL is U+FFFD everywhere else, too.
_PICTURES: Final = {chr(code): chr(0x2400 + code) for code in range(1, 32)} | {"\x7f": "␡", "\x85": "␤"}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`lines` counts those of the whole paste; `number` is the part's, from 1.

    `is_exact`: every letter is shown as itself, and so can be copied.
    `starts` has the number of the first line of each part. One that goes on with a line has that line's.
    """

    text: str
    lines: int
    number: int = 1
    starts: tuple[int, ...] = (1,)
    is_exact: bool = True

    @property
    def is_whole(self) -> bool:
        return len(self.starts) == 1

    @property
    def first_line(self) -> int:
        return self.starts[self.number - 1]


def text_on_a_page(content: bytes) -> str:
    """Every kind of line end becomes the one that HTML knows; what it has no letter for, a picture."""
    return _pictured(_text(content))


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def _pictured(text: str) -> str:
    # Of a million letters, this takes 1.5 ms, and a search for others twice that.
    if _LETTERS_ONLY.fullmatch(text):
        return text
    return _NO_LETTER.sub(lambda found: _PICTURES.get(found[0], "\ufffd"), text)


def excerpt_of(content: bytes, number: int = 1) -> Excerpt:
    """The part of this number, or the last."""
    text = _text(content)
    lines = text.count("\n") + (not text.endswith("\n"))
    parts = list(_parts(text))
    if len(parts) == 1:
        shown = _pictured(text)
        return Excerpt(shown, lines, is_exact=shown == text)
    *feeds, _ = (text.count("\n", part.start, part.stop) for part in parts)
    number = min(number, len(parts))
    part = parts[number - 1]
    shown = _pictured(text[part.start : part.stop])
    return Excerpt(shown, lines, number, tuple(accumulate(feeds, initial=1)))


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
