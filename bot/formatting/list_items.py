"""Lines that people type as items of a list, and how these lists are nested."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.formatting.entities import BLOCKS, CODE, Span, SpansByPlace

_TAB_COLUMNS: Final = 4
_NESTED_COLUMNS: Final = 2  # a single space is a slip
# Each takes two levels of markdown-it's twenty ("commonmark": maxNesting), below which it shows nothing.
_MAX_DEPTH: Final = 5
# The bullet that phones put needs no space. – and — begin direct speech, as they do in Russian books;
# a list would show other numbers than 01. and 2024. (a year).
_ITEM: Final = re.compile(
    r"""(?P<bullet>[-*](?=[ \t\u00a0]) | • | (?P<number>0|[1-9][0-9]{0,2})(?P<stop>[.)])(?=[ \t\u00a0]))
    [ \t\u00a0]*(?=\S)""",
    re.VERBOSE,
)
_RULE: Final = re.compile(r"[-*•\s]+")
_PLUS: Final = re.compile(r"^[ \t]*\+[ \t]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """Line from `start` to `end` in the text; its words begin at `content`.

    `indent` in columns. `kind`: the bullet, or the sign after the number; empty where it is no item.
    """

    start: int
    content: int
    end: int
    indent: int
    kind: str = ""
    number: int = 0

    @property
    def is_empty(self) -> bool:
        return self.content == self.end


@dataclass(slots=True)
class Item:
    lines: list[Line]
    lists: list["List"] = field(default_factory=list)


@dataclass(slots=True)
class List:
    """Items of one kind. `is_loose`: empty lines stand between them."""

    kind: str
    indent: int
    first_number: int
    items: list[Item]
    is_loose: bool = False

    @property
    def is_numbered(self) -> bool:
        return self.kind in (".", ")")

    @property
    def has_one_item(self) -> bool:
        return len(self.items) == 1 and not self.items[0].lists

    def is_like(self, other: "List | Line") -> bool:
        """Return whether both are of the same kind and at the same depth."""
        return self.kind == other.kind and abs(self.indent - other.indent) < _NESTED_COLUMNS

    def continues_with(self, number: int) -> bool:
        return not self.is_numbered or number == self.first_number + len(self.items)


@dataclass(slots=True)
class Run:
    """List with the numbers of its first and last line. `is_sound`: Markdown can show it as it was typed."""

    list: List
    first: int
    last: int
    is_sound: bool = True


def lines_of(text: str, spans: SpansByPlace, start: int, end: int) -> Iterator[Line]:
    """Read the lines of `text[start:end]`."""
    # Beside a plus, a dash is a minus.
    has_pluses = bool(_PLUS.search(text[start:end]))
    for written in text[start:end].split("\n"):
        bare = written.lstrip()
        indent = written[: len(written) - len(bare)]
        content, line_end = start + len(indent), start + len(written)
        line = Line(start, content, line_end, len(indent.expandtabs(_TAB_COLUMNS)))
        item = _ITEM.match(text, content, line_end)
        if item and not indent.strip(" \t") and not _RULE.fullmatch(bare):
            kind, number = item["stop"] or item["bullet"], int(item["number"] or 0)
            is_minus = has_pluses and kind == "-"
            if not is_minus and not _is_formatted(item, spans.overlapping(start, item.end())):
                line = replace(line, content=item.end(), kind=kind, number=number)
        yield line
        start = line_end + 1


def runs(lines: Sequence[Line]) -> Iterator[Run]:
    """Yield the lists. One ends before a line that is empty, not indented and no item, or of another list."""
    at = 0
    while at < len(lines):
        if lines[at].kind:
            run = _run(lines, at)
            yield run
            at = run.last
        at += 1


def _is_formatted(item: re.Match[str], spans: Iterable[Span]) -> bool:
    """Return whether the mark has formatting that a list's mark would lose: `**1.** one`, or code."""
    mark, end = item.start(), item.start() + len(item[0].rstrip())
    return any(
        mark < span.start < end
        or (span.overlaps(mark, end) and (span.kind == CODE or span.end <= item.end()))
        for span in spans
        if span.kind not in BLOCKS
    )


def _run(lines: Sequence[Line], first: int) -> Run:
    run = Run(_new_list(lines[first]), first, first)
    open_ = [run.list]
    while run.last + 1 < len(lines) and _add(lines[run.last + 1], open_, run):
        run.last += 1
    return run


def _new_list(line: Line) -> List:
    return List(line.kind, line.indent, line.number, [Item([line])])


def _add(line: Line, open_: list[List], run: Run) -> bool:
    """Add a line where it belongs to the run, and tell whether it does.

    `open_`: the list of the last line, after all lists around it.
    """
    if not line.kind:
        is_indented = not line.is_empty and line.indent >= open_[-1].indent + _NESTED_COLUMNS
        if is_indented:
            open_[-1].items[-1].lines.append(line)
        return is_indented
    depth = sum(list_.indent < line.indent + _NESTED_COLUMNS for list_ in open_)
    is_nested = depth > 0 and line.indent >= open_[depth - 1].indent + _NESTED_COLUMNS
    if is_nested and depth == len(open_):
        return _nest(line, open_, run)
    # A line that is less indented than an item, but more than the list around it, stands beside the item.
    del open_[depth + is_nested :]
    if not open_:
        return False
    beside = open_[-1]
    if beside.kind == line.kind and beside.continues_with(line.number):
        beside.items.append(Item([line]))
        return True
    open_.pop()
    return bool(open_) and _nest(line, open_, run)


def _nest(line: Line, open_: list[List], run: Run) -> bool:
    if len(open_) == _MAX_DEPTH:
        return False
    around, new = open_[-1].items[-1].lists, _new_list(line)
    if around:
        run.is_sound &= not (new.is_numbered and around[-1].kind == line.kind)
    else:
        # CommonMark, "List items": directly below a text only a number 1 begins a list.
        run.is_sound &= not new.is_numbered or line.number == 1
    around.append(new)
    open_.append(new)
    return True
