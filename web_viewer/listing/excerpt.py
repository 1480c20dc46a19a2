"""Excerpts: the part of a long text that one page shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

# A phone lays out this much without a noticeable delay.
MAX_SHOWN_CHARACTERS: Final = 1_000_000
MAX_SHOWN_LINES: Final = 20_000
_MAX_WORD_CHARACTERS: Final = 1_000  # a long line is cut after a space that is at most so far from the limit
# Characters that HTML can contain (HTML, 13.2.3.5). Browsers drop others, or show boxes for them.
_DISPLAYABLE: Final = "\t\n\f -~\xa0-\ufdcf\ufdf0-\ufffd\U00010000-\U0001fffd\U00020000-\U0010fffd"
_ALL_DISPLAYABLE: Final = re.compile(f"[{_DISPLAYABLE}]*")
_NOT_DISPLAYABLE: Final = re.compile(f"[^{_DISPLAYABLE}]")
# Unicode has a symbol for each control character. A NUL becomes U+FFFD, as in all of HTML.
_SYMBOLS: Final = {chr(code): chr(0x2400 + code) for code in range(1, 32)} | {"\x7f": "␡", "\x85": "␤"}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One part of a text. `number` is that of the part, from 1; `lines` is the number of lines of the whole.

    `starts` has for each part of the whole the number of the line that it begins with or in. `is_exact`: no
    character was replaced, so that copying gives the original text.
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


def displayable_text(content: bytes) -> str:
    """Decode a text for display: line ends become line feeds, and control characters symbols."""
    return _with_symbols(_decoded(content))


def _decoded(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def _with_symbols(text: str) -> str:
    # This takes 1.5 ms for a million characters, and `sub` twice as long.
    if _ALL_DISPLAYABLE.fullmatch(text):
        return text
    return _NOT_DISPLAYABLE.sub(lambda found: _SYMBOLS.get(found[0], "\ufffd"), text)


def excerpt_of(content: bytes, number: int = 1) -> Excerpt:
    """Return the part with this number; the last one if there are fewer."""
    text = _decoded(content)
    lines = text.count("\n") + (not text.endswith("\n"))
    parts = list(_parts(text))
    if len(parts) == 1:
        shown = _with_symbols(text)
        return Excerpt(shown, lines, is_exact=shown == text)
    *feeds, _ = (text.count("\n", part.start, part.stop) for part in parts)
    number = min(number, len(parts))
    part = parts[number - 1]
    shown = _with_symbols(text[part.start : part.stop])
    return Excerpt(shown, lines, number, tuple(accumulate(feeds, initial=1)))


def max_parts(size: int) -> int:
    """Return how many parts a text of `size` bytes can have at most, which is if all lines are empty."""
    return size // MAX_SHOWN_LINES + 1


def _parts(text: str) -> Iterator[range]:
    start = 0
    while start < len(text) or not start:
        end = _end(text, start)
        yield range(start, end)
        start = end or 1


def _end(text: str, start: int) -> int:
    """Return an end after a line feed; within a line only if the part would be less than half as large."""
    limit = start + MAX_SHOWN_CHARACTERS
    if limit < len(text):
        line = text.rfind("\n", start + MAX_SHOWN_CHARACTERS // 2, limit) + 1
        limit = line or text.rfind(" ", limit - _MAX_WORD_CHARACTERS, limit) + 1 or limit
    limit = min(limit, len(text))
    if text.count("\n", start, limit) > MAX_SHOWN_LINES:
        limit -= len(text[start:limit].split("\n", MAX_SHOWN_LINES)[-1])
    return limit
