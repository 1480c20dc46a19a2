"""Lines below each other that are items, and what of them is within what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.formatting.items import Line

_NUMBERED: Final = (".", ")")
_FURTHER_IN: Final = 2  # columns; a single space is a slip
# Each takes two levels of markdown-it's twenty ("commonmark": maxNesting), below which it shows nothing.
_DEEPEST: Final = 5


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
