"""Text on a grid: which letters go into which cells of a line, in which colour."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from web_viewer.previews.typeface import has_letter

_NO_WIDTH: Final = ("Mn", "Me", "Cf")
_WIDE: Final = ("W", "F")


@dataclass(frozen=True, slots=True)
class Piece:
    """What can be drawn in one go; `text` is None where the typeface lacks it, `column` counts from 0."""

    column: int
    width: int
    colour: str
    text: str | None


def pieces_of(line: Iterable[tuple[str, str]], columns: int) -> list[Piece]:
    """`line`: its colours and texts, without line feeds. What is behind the last column is left out."""
    cells = list(_cells(line, columns))
    ends = [number for number, (one, other) in enumerate(pairwise(cells), start=1) if not _belong(one, other)]
    starts = [0, *ends]
    groups = (cells[start:end] for start, end in zip(starts, [*ends, len(cells)], strict=True))
    return [_joined(group) for group in groups if group]


def _cells(line: Iterable[tuple[str, str]], columns: int) -> Iterator[Piece]:
    column = 0
    for colour, text in line:
        for letter in text:
            if unicodedata.category(letter) in _NO_WIDTH:
                continue
            width = 2 if unicodedata.east_asian_width(letter) in _WIDE else 1
            if column + width > columns:
                return
            yield Piece(column, width, colour, letter if width == 1 and has_letter(letter) else None)
            column += width


def _belong(one: Piece, other: Piece) -> bool:
    if one.text is None or other.text is None:
        return one.text is other.text
    return one.colour == other.colour


def _joined(cells: list[Piece]) -> Piece:
    first = cells[0]
    text = None if first.text is None else "".join(cell.text or "" for cell in cells)
    return replace(first, width=sum(cell.width for cell in cells), text=text)
