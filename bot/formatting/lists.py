"""Lists in a text: which lines are one, and its Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.formatting.entities import Span, SpansByPlace
from bot.formatting.inline import inline
from bot.formatting.list_items import Item, Line, List, Run, runs

# CommonMark, "Lists": another mark begins another list.
_OTHER: Final = {"-": "*", "*": "-", ".": ")", ")": "."}


def lists_in(lines: Sequence[Line]) -> list[Run]:
    """Return the lists that Markdown shows as they were typed.

    A single item is none: it may be direct speech, or a date. Numbers with gaps are none either.
    """
    sound = [run for chain in _chains(runs(lines)) if _is_sound(chain) for run in chain]
    continued = {
        run.first
        for before, after in pairwise(sound)
        if _continues(before, after, lines)
        for run in (before, after)
    }
    return _joined(
        [run for run in sound if run.first in continued or not run.list.has_one_item],
        lines,
    )


def mark_of(list_: List, beside: str = "") -> str:
    """Return the mark of a list's items, other than that of the list `beside` it."""
    mark = "-" if list_.kind == "•" else list_.kind
    return _OTHER[mark] if mark == beside else mark


def written_list(text: str, spans: Iterable[Span], list_: List, mark: str) -> str:
    return "\n".join(_list(text, SpansByPlace(spans), list_, mark))


def _chains(lists: Iterable[Run]) -> list[list[Run]]:
    """Group runs of a kind that stand directly below each other: either all are lists, or none is."""
    chains: list[list[Run]] = []
    for run in lists:
        before = chains[-1][-1] if chains else None
        if before and run.first == before.last + 1 and before.list.is_like(run.list):
            chains[-1].append(run)
        else:
            chains.append([run])
    return chains


def _is_sound(chain: Sequence[Run]) -> bool:
    is_broken = len(chain) > 1 and any(run.list.has_one_item for run in chain)
    return not is_broken and all(run.is_sound for run in chain)


def _continues(before: Run, after: Run, lines: Sequence[Line]) -> bool:
    """Return whether a list goes on after empty lines."""
    between = lines[before.last + 1 : after.first]
    is_next = before.list.is_like(after.list) and before.list.continues_with(after.list.first_number)
    return is_next and bool(between) and all(line.is_empty for line in between)


def _joined(lists: Sequence[Run], lines: Sequence[Line]) -> list[Run]:
    """Join single items with one empty line between them into one loose list."""
    joined: list[Run] = []
    for run in lists:
        before = joined[-1] if joined else run
        are_single = len(run.list.items) == 1 and (before.list.is_loose or len(before.list.items) == 1)
        if are_single and run.first == before.last + 2 and _continues(before, run, lines):
            before.list.items += run.list.items
            before.list.is_loose, before.last = True, run.last
        else:
            joined.append(run)
    return joined


def _list(text: str, spans: SpansByPlace, list_: List, mark: str) -> Iterator[str]:
    for number, item in enumerate(list_.items):
        if number and list_.is_loose:
            yield ""
        prefix = f"{list_.first_number + number}{mark} " if list_.is_numbered else f"{mark} "
        for line in _item(text, spans, item):
            yield prefix + line
            prefix = " " * len(prefix)


def _item(text: str, spans: SpansByPlace, item: Item) -> Iterator[str]:
    lines = [
        inline(text, spans.overlapping(line.content, line.end), line.content, line.end) for line in item.lines
    ]
    yield from "\\\n".join(lines).split("\n")
    mark = ""
    for nested in item.lists:
        mark = mark_of(nested, mark)
        yield from _list(text, spans, nested, mark)
