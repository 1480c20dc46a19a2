"""Lines that people type as items of a list."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.formatting.spans import BLOCKS, CODE, Span, SpansByPlace

_TAB: Final = 4  # columns
# The bullet that phones put needs no space. – and — begin what somebody says, as they do in Russian books;
# 01. and 2024. (a year) are no numbers that a list would show.
_ITEM: Final = re.compile(
    r"""(?P<bullet>[-*](?=[ \t\u00a0]) | • | (?P<number>0|[1-9][0-9]{0,2})(?P<stop>[.)])(?=[ \t\u00a0]))
    [ \t\u00a0]*(?=\S)""",
    re.VERBOSE,
)
_RULE: Final = re.compile(r"[-*•\s]+")
_PLUS: Final = re.compile(r"^[ \t]*\+[ \t]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """`start`, `mark`, `content` and `end` are places in the text: what it has to say begins at `content`.

    `indent` in columns. `kind`: an item's mark, or what stands behind its number; empty for no item.
    """

    start: int
    mark: int
    content: int
    end: int
    indent: int
    kind: str = ""
    number: int = 0

    @property
    def is_empty(self) -> bool:
        return self.content == self.end

    def without_mark(self) -> "Line":
        return replace(self, content=self.mark, kind="", number=0)


def lines_of(text: str, spans: SpansByPlace, start: int, end: int) -> Iterator[Line]:
    """The part of the text from `start` to `end`."""
    # Beside a plus, a dash is a minus.
    has_pluses = bool(_PLUS.search(text[start:end]))
    at = start
    for written in text[start:end].split("\n"):
        line = _line(text, at, written)
        is_minus = has_pluses and line.kind == "-"
        if line.kind and (is_minus or _is_shown(line, text, spans.within(at, line.content))):
            line = line.without_mark()
        yield line
        at = line.end + 1


def _line(text: str, start: int, written: str) -> Line:
    bare = written.lstrip()
    mark, end = start + len(written) - len(bare), start + len(written)
    before = written[: mark - start]
    plain = Line(start, mark, mark, end, len(before.expandtabs(_TAB)))
    item = _ITEM.match(text, mark, end)
    if not item or _RULE.fullmatch(bare) or before.strip(" \t"):
        return plain
    kind, number = item["stop"] or item["bullet"], int(item["number"] or 0)
    return replace(plain, content=item.end(), kind=kind, number=number)


def _is_shown(line: Line, text: str, formatting: Iterable[Span]) -> bool:
    """Whether the mark has a look of its own, which that of a list would not have: `**1.** one`, or code."""
    end = line.mark + len(text[line.mark : line.content].rstrip())
    return any(span.kind not in BLOCKS and _gives_look(span, line, end) for span in formatting)


def _gives_look(span: Span, line: Line, end: int) -> bool:
    return line.mark < span.start < end or (
        span.start < end and line.mark < span.end and (span.kind == CODE or span.end <= line.content)
    )
