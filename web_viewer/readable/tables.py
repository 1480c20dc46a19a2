"""Comma-separated values, and tab-separated ones, as a table."""

import csv
import re
from collections.abc import Sequence
from html import escape
from io import StringIO
from itertools import islice
from typing import Final

from markupsafe import Markup

_DELIMITERS: Final = ",;\t|"
_NUMBER: Final = re.compile(r"[-+−]?[\d\s.,']*\d%?")
# A phone lays this out without a wait; the rest is in the source.
_MOST_CELLS: Final = 20_000
_MOST_COLUMNS: Final = 200


def table(text: str) -> Markup | None:
    """The first row is its head. None where this is no table, or not all of it fits."""
    try:
        # Only line feeds and carriage returns end a row: a cell may have any other break of lines in it.
        lines = StringIO(text, newline="")
        rows = list(islice(csv.reader(lines, delimiter=_delimiter(text)), _MOST_CELLS))
    except csv.Error:
        return None
    rows = [row for row in rows if row]
    columns = max(map(len, rows), default=0)
    if not 1 < columns <= _MOST_COLUMNS or columns * len(rows) > _MOST_CELLS:
        return None
    head, *body = [[*row, *[""] * (columns - len(row))] for row in rows]
    html = f"<thead>{_head(head, body)}</thead><tbody>{''.join(map(_row, body))}</tbody>"
    return Markup(f'<div class="wide data" tabindex="0"><table>{html}</table></div>')  # noqa: S704 - escaped


def _delimiter(text: str) -> str:
    """The one that the first line has most of."""
    first = text.partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _head(names: list[str], body: list[list[str]]) -> str:
    """A name stands where what is below it does."""
    columns = zip(*body, strict=True) if body else [()] * len(names)
    cells = (_cell(name, "th", _are_numbers(below)) for name, below in zip(names, columns, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _are_numbers(cells: Sequence[str]) -> bool:
    told = [cell for cell in cells if cell]
    return bool(told) and all(map(_NUMBER.fullmatch, told))


def _row(cells: list[str]) -> str:
    return f"<tr>{''.join(_cell(cell, 'td', _NUMBER.fullmatch(cell)) for cell in cells)}</tr>"


def _cell(text: str, tag: str, at_right: object) -> str:
    place = ' class="right"' if at_right else ""
    return f"<{tag}{place}>{escape(text, quote=False)}</{tag}>"
