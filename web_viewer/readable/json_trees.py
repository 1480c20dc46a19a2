"""JSON as a tree of `details` elements, which open and close without a script."""

import json
from collections.abc import Iterable
from html import escape
from typing import Final

from markupsafe import Markup

_MAX_NODES: Final = 20_000  # laid out by a phone without a noticeable delay
_MAX_DEPTH: Final = 100
_OPEN_DEPTH: Final = 2
_BRACKETS: Final = {True: "{}", False: "[]"}


class _Object(list[tuple[str, object]]):
    """The pairs of an object, including repeated keys."""


class _Number(str):
    """A number as it is written in the source, for instance `1.50`."""

    __slots__ = ()


class _TooLarge(Exception):
    """The JSON has too many values, or is nested too deeply."""


def json_tree(text: str) -> Markup | None:
    """Return the tree; None if the text is not JSON, is a single value, or is too large."""
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
    except (ValueError, RecursionError, _TooLarge):
        return None


class _Tree:
    def __init__(self) -> None:
        self._nodes = 0

    def node(self, name: str, value: object, depth: int) -> str:
        """Return HTML. `name` is HTML, too."""
        self._nodes += 1
        if self._nodes > _MAX_NODES or depth > _MAX_DEPTH:
            raise _TooLarge
        if not isinstance(value, list) or not value:
            return f"<li>{name}{_leaf(value)}</li>"
        brackets = _BRACKETS[isinstance(value, _Object)]
        count = f'{brackets[0]}<span class="c">{len(value)}</span>{brackets[1]}'
        is_open = " open" if depth < _OPEN_DEPTH else ""
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
        return _BRACKETS[isinstance(value, _Object)]
    return _span("n", json.dumps(value))


def _quoted(text: str) -> str:
    # JSON may contain lone surrogates, which cannot be encoded in UTF-8, and stay escaped.
    return json.dumps(text, ensure_ascii=any("\ud800" <= letter <= "\udfff" for letter in text))


def _span(colour: str, text: str) -> str:
    return f'<span class="{colour}">{escape(text, quote=False)}</span>'
