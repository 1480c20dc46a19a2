"""Comma-separated values, and tab-separated ones, as a table."""

import csv
import re
from collections.abc import Iterable
from html import escape
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
        rows = list(
            islice(csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text)), _MOST_CELLS)
        )
    except csv.Error:
        return None
    rows = [row for row in rows if row]
    columns = max(map(len, rows), default=0)
    if not 1 < columns <= _MOST_COLUMNS or columns * len(rows) > _MOST_CELLS:
        return None
    head, *body = rows
    html = f"<thead>{_row(head, columns, 'th')}</thead><tbody>{''.join(_body(body, columns))}</tbody>"
    return Markup(f'<div class="wide data" tabindex="0"><table>{html}</table></div>')  # noqa: S704 - escaped


def _delimiter(text: str) -> str:
    """The one that the first line has most of."""
    first = text.partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _body(rows: Iterable[list[str]], columns: int) -> Iterable[str]:
    return (_row(row, columns, "td") for row in rows)


def _row(cells: list[str], columns: int, tag: str) -> str:
    empty = [""] * (columns - len(cells))
    return f"<tr>{''.join(_cell(cell, tag) for cell in (*cells, *empty))}</tr>"


def _cell(text: str, tag: str) -> str:
    place = ' class="right"' if tag == "td" and _NUMBER.fullmatch(text) else ""
    return f"<{tag}{place}>{escape(text, quote=False)}</{tag}>"
