"""Comma-separated and tab-separated values as a table."""

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
# A phone lays this out without a noticeable delay.
_MAX_CELLS: Final = 20_000
_MAX_COLUMNS: Final = 200


def csv_table(text: str) -> Markup | None:
    """Return a table whose head is the first row; None if the text is not a table, or too large."""
    try:
        # Only line feeds and carriage returns end a row, and no other line separator of Unicode.
        lines = StringIO(text, newline="")
        rows = list(islice(csv.reader(lines, delimiter=_delimiter(text)), _MAX_CELLS))
    except csv.Error:
        return None
    rows = [row for row in rows if row]
    columns = max(map(len, rows), default=0)
    if not 1 < columns <= _MAX_COLUMNS or columns * len(rows) > _MAX_CELLS:
        return None
    head, *body = [[*row, *[""] * (columns - len(row))] for row in rows]
    html = f"<thead>{_head(head, body)}</thead><tbody>{''.join(map(_row, body))}</tbody>"
    return Markup(f'<div class="wide data" tabindex="0"><table>{html}</table></div>')  # noqa: S704 - escaped


def _delimiter(text: str) -> str:
    """Return the delimiter that occurs most in the first line."""
    first = text.partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _head(names: list[str], body: list[list[str]]) -> str:
    # A heading is aligned as the cells below it.
    columns = zip(*body, strict=True) if body else [()] * len(names)
    cells = (_cell(name, "th", _are_numbers(below)) for name, below in zip(names, columns, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _are_numbers(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(map(_NUMBER.fullmatch, filled))


def _row(cells: list[str]) -> str:
    return f"<tr>{''.join(_cell(cell, 'td', _NUMBER.fullmatch(cell)) for cell in cells)}</tr>"


def _cell(text: str, tag: str, is_number: object) -> str:
    alignment = ' class="right"' if is_number else ""
    return f"<{tag}{alignment}>{escape(text, quote=False)}</{tag}>"
