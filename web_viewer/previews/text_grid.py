"""The typeface of the pictures, which comes with us: JetBrains Mono, of which `fonts/OFL.txt` tells more."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from PIL import ImageDraw, ImageFont

from web_viewer.previews import palette

_FONTS: Final = Path(__file__).parent / "fonts"
_IN_NO_FONT: Final = "\uffff"


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """`size` in pixels; a letter is 0.6 of it wide."""
    file = _FONTS / f"JetBrainsMono-{'Bold' if bold else 'Regular'}.ttf"
    # Not Raqm, which is not everywhere: a letter is a cell here, and none is shaped by its neighbours.
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(8192)
def has_letter(letter: str) -> bool:
    """Else it would be drawn as the sign for a missing one."""
    return letter == " " or _drawn(letter) != _drawn(_IN_NO_FONT)


def _drawn(letter: str) -> bytes:
    return bytes(font(20).getmask(letter))


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


_BAR: Final = 0.5  # of a line's height: where the typeface lacks letters, there is a bar as long as they are
_WHITE_AROUND: Final = 2  # pixels
Run = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Letters:
    """`size` of the typeface and height of a `line`, in pixels.

    A size is a multiple of five: then each letter is a whole number of pixels wide.
    """

    size: int
    line: int
    is_bold: bool = False

    @property
    def width(self) -> int:
        return self.size * 3 // 5

    def write(
        self, draw: ImageDraw.ImageDraw, at: tuple[int, int], line: Iterable[Run], columns: int
    ) -> None:
        """`at`: the left upper corner of the line, whose pieces are drawn each in its colour."""
        left, top = at
        face = font(self.size, bold=self.is_bold)
        for piece in pieces_of(line, columns):
            x = left + piece.column * self.width
            if piece.text is None:
                self._draw_bar(draw, x, top, piece.width * self.width)
            elif piece.text.strip():
                middle = (x, top + self.line // 2)
                draw.text(middle, piece.text, palette.OF_CLASS[piece.colour], face, anchor="lm")

    def _draw_bar(self, draw: ImageDraw.ImageDraw, x: int, top: int, width: int) -> None:
        height = int(self.line * _BAR)
        upper = top + (self.line - height) // 2
        bar = (x + _WHITE_AROUND, upper, x + width - _WHITE_AROUND, upper + height)
        draw.rounded_rectangle(bar, radius=height // 3, fill=palette.UNKNOWN)
