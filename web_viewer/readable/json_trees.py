"""JSON as a tree that is folded and unfolded without any script."""

import json
from collections.abc import Iterable
from html import escape
from typing import Final

from markupsafe import Markup

_MOST_NODES: Final = 20_000  # what a phone lays out without a wait
_DEEPEST: Final = 100
_OPEN_TO: Final = 2
_EMPTY: Final = {True: "{}", False: "[]"}


class _Object(list[tuple[str, object]]):
    """Its pairs: what is there twice is shown twice."""


class _Number(str):
    """As it was written: `1.50` stays that."""

    __slots__ = ()


class _TooMuch(Exception):
    """Too many values, or too deep within each other."""


def tree(text: str) -> Markup | None:
    """None where this is no JSON, one bare value, or too much of it."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_Object,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_Number,
        )
        if not isinstance(value, list):
            return None
        return Markup(f'<ul class="tree">{_Tree().node("", value, 0)}</ul>')  # noqa: S704 - escaped
    except (ValueError, RecursionError, _TooMuch):
        return None


class _Tree:
    def __init__(self) -> None:
        self._nodes = 0

    def node(self, name: str, value: object, depth: int) -> str:
        """`name` is HTML."""
        self._nodes += 1
        if self._nodes > _MOST_NODES or depth > _DEEPEST:
            raise _TooMuch
        if not isinstance(value, list) or not value:
            return f"<li>{name}{_leaf(value)}</li>"
        brackets = _EMPTY[isinstance(value, _Object)]
        count = f'{brackets[0]}<span class="c">{len(value)}</span>{brackets[1]}'
        is_open = " open" if depth < _OPEN_TO else ""
        children = "".join(self.node(key, child, depth + 1) for key, child in _children(value))
        return f"<li><details{is_open}><summary>{name}{count}</summary><ul>{children}</ul></details></li>"


def _children(value: list[object]) -> Iterable[tuple[str, object]]:
    if isinstance(value, _Object):
        return ((f"{_span('a', _quoted(key))}: ", child) for key, child in value)
    return ((f"{_span('c', str(number))}: ", child) for number, child in enumerate(value))


def _leaf(value: object) -> str:
    if isinstance(value, _Number):
        return _span("n", value)
    if isinstance(value, str):
        return _span("s", _quoted(value))
    if isinstance(value, list):
        return _EMPTY[isinstance(value, _Object)]
    return _span("n", json.dumps(value))


def _quoted(text: str) -> str:
    """A lone half of a letter, which JSON may name, is no letter of a page."""
    return json.dumps(text, ensure_ascii=any("\ud800" <= letter <= "\udfff" for letter in text))


def _span(colour: str, text: str) -> str:
    return f'<span class="{colour}">{escape(text, quote=False)}</span>'
