"""Lines that people type as items of a list, and what of them is within what."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.formatting.entities import BLOCKS, CODE, Span, SpansByPlace

_TAB: Final = 4  # columns
# The bullet that phones put needs no space. – and — begin what somebody says, as they do in Russian books;
# 01. and 2024. (a year) are no numbers that a list would show.
_ITEM: Final = re.compile(
    r"""(?P<bullet>[-*](?=[ \t\u00a0]) | • | (?P<number>0|[1-9][0-9]{0,2})(?P<stop>[.)])(?=[ \t\u00a0]))
    [ \t\u00a0]*(?=\S)""",
    re.VERBOSE,
)
_RULE: Final = re.compile(r"[-*•\s]+")
_NUMBERED: Final = (".", ")")
_FURTHER_IN: Final = 2  # columns; a single space is a slip
# Each takes two levels of markdown-it's twenty ("commonmark": maxNesting), below which it shows nothing.
_DEEPEST: Final = 5
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


@dataclass(slots=True)
class Item:
    lines: list[Line]
    lists: list["List"] = field(default_factory=list)


@dataclass(slots=True)
class List:
    """`kind` is that of its lines. `is_loose`: there is an empty line between its items."""

    kind: str
    indent: int
    first_number: int
    items: list[Item]
    is_loose: bool = False

    @property
    def is_numbered(self) -> bool:
        return self.kind in _NUMBERED

    @property
    def has_one_line(self) -> bool:
        return len(self.items) == 1 and not self.items[0].lists

    def is_like(self, other: "List | Line") -> bool:
        """Of the same kind, at the same place."""
        return self.kind == other.kind and abs(self.indent - other.indent) < _FURTHER_IN

    def leads_to(self, number: int) -> bool:
        return not self.is_numbered or number == self.first_number + len(self.items)


@dataclass(slots=True)
class Run:
    """A list with the numbers of its first and last line. `is_sound`: it can be shown as it was typed."""

    list: List
    first: int
    last: int
    is_sound: bool = True


def runs(lines: Sequence[Line]) -> Iterator[Run]:
    """Each ends where a line is empty, is no item and not indented, or begins another list."""
    at = 0
    while at < len(lines):
        if lines[at].kind:
            run = _run(lines, at)
            yield run
            at = run.last
        at += 1


def _run(lines: Sequence[Line], first: int) -> Run:
    run = Run(_begun(lines[first]), first, first)
    open_ = [run.list]
    while run.last + 1 < len(lines) and _is_added(lines[run.last + 1], open_, run):
        run.last += 1
    return run


def _begun(line: Line) -> List:
    return List(line.kind, line.indent, line.number, [Item([line])])


def _is_added(line: Line, open_: list[List], run: Run) -> bool:
    """`open_`: the list that the last line is in, behind all that it is within."""
    if not line.kind:
        is_indented = not line.is_empty and line.indent >= open_[-1].indent + _FURTHER_IN
        if is_indented:
            open_[-1].items[-1].lines.append(line)
        return is_indented
    depth = sum(list_.indent < line.indent + _FURTHER_IN for list_ in open_)
    is_further_in = depth > 0 and line.indent >= open_[depth - 1].indent + _FURTHER_IN
    if is_further_in and depth == len(open_):
        return _begins_within(line, open_, run)
    # What is less indented than an item, but more than what that is within, stands beside it.
    del open_[depth + is_further_in :]
    if not open_:
        return False
    beside = open_[-1]
    if beside.kind == line.kind and beside.leads_to(line.number):
        beside.items.append(Item([line]))
        return True
    open_.pop()
    return bool(open_) and _begins_within(line, open_, run)


def _begins_within(line: Line, open_: list[List], run: Run) -> bool:
    if len(open_) == _DEEPEST:
        return False
    around, new = open_[-1].items[-1].lists, _begun(line)
    if around:
        run.is_sound &= not (new.is_numbered and around[-1].kind == line.kind)
    else:
        # CommonMark, "List items": directly below a text only a number 1 begins a list.
        run.is_sound &= not new.is_numbered or line.number == 1
    around.append(new)
    open_.append(new)
    return True
