"""Writes lists."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.formatting.inline import inline
from bot.formatting.runs import Item, List
from bot.formatting.spans import Span, SpansByPlace

# CommonMark, "Lists": another mark begins another list.
_OTHER: Final = {"-": "*", "*": "-", ".": ")", ")": "."}


def mark_of(list_: List, beside: str = "") -> str:
    """What its items have, other than a list's `beside`."""
    mark = "-" if list_.kind == "•" else list_.kind
    return _OTHER[mark] if mark == beside else mark


def written_list(text: str, spans: Iterable[Span], list_: List, mark: str) -> str:
    return "\n".join(_list(text, SpansByPlace(spans), list_, mark))


def _list(text: str, spans: SpansByPlace, list_: List, mark: str) -> Iterator[str]:
    for place, item in enumerate(list_.items):
        if place and list_.is_loose:
            yield ""
        begin = f"{list_.first_number + place}{mark} " if list_.is_numbered else f"{mark} "
        for line in _item(text, spans, item):
            yield begin + line
            begin = " " * len(begin)


def _item(text: str, spans: SpansByPlace, item: Item) -> Iterator[str]:
    lines = [
        inline(text, spans.within(line.content, line.end), line.content, line.end) for line in item.lines
    ]
    yield from "\\\n".join(lines).split("\n")
    mark = ""
    for inner in item.lists:
        mark = mark_of(inner, mark)
        yield from _list(text, spans, inner, mark)
