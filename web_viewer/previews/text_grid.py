"""Draws monospaced text into a picture, each character in a cell of a grid."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from PIL import ImageDraw, ImageFont

from web_viewer.listing.highlighting import Run
from web_viewer.previews import palette

_FONTS: Final = Path(__file__).parent / "fonts"
_WITHOUT_GLYPH: Final = "\uffff"  # a character that no font has
_ZERO_WIDTH_CATEGORIES: Final = ("Mn", "Me", "Cf")
_WIDE: Final = ("W", "F")
# Characters that the font lacks are drawn as a bar.
_BAR_HEIGHT: Final = 0.5  # of the line
_BAR_MARGIN_PIXELS: Final = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Cells that are drawn in one go. `column` counts from 0; `text` is None if the font lacks the glyphs."""

    column: int
    width: int
    colour: str
    text: str | None


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A style of text: the `size` of the font and the height of a `line`, in pixels.

    The size is a multiple of five, so that each character is a whole number of pixels wide.
    """

    size: int
    line: int
    is_bold: bool = False

    @property
    def width(self) -> int:
        """The width of a character, in pixels."""
        return self.size * 3 // 5

    def draw(
        self, canvas: ImageDraw.ImageDraw, at: tuple[int, int], line: Iterable[Run], columns: int
    ) -> None:
        """Draw the first `columns` of a line. `at` is its upper left corner."""
        left, top = at
        font = _font(self.size, bold=self.is_bold)
        for piece in layout_line(line, columns):
            x = left + piece.column * self.width
            if piece.text is None:
                self._draw_bar(canvas, x, top, piece.width * self.width)
            elif piece.text.strip():
                middle = (x, top + self.line // 2)
                canvas.text(middle, piece.text, palette.TOKEN_COLOURS[piece.colour], font, anchor="lm")

    def _draw_bar(self, canvas: ImageDraw.ImageDraw, x: int, top: int, width: int) -> None:
        height = int(self.line * _BAR_HEIGHT)
        upper = top + (self.line - height) // 2
        bar = (x + _BAR_MARGIN_PIXELS, upper, x + width - _BAR_MARGIN_PIXELS, upper + height)
        canvas.rounded_rectangle(bar, radius=height // 3, fill=palette.MISSING_GLYPH)


def layout_line(line: Iterable[Run], columns: int) -> list[Piece]:
    """Put the runs of a line, which have no line feeds, into cells; without those behind the last column."""
    cells = list(_cells(line, columns))
    ends = [number for number, pair in enumerate(pairwise(cells), start=1) if not _are_drawn_together(*pair)]
    starts = [0, *ends]
    groups = (cells[start:end] for start, end in zip(starts, [*ends, len(cells)], strict=True))
    return [_merged(group) for group in groups if group]


def _cells(line: Iterable[Run], columns: int) -> Iterator[Piece]:
    column = 0
    for colour, text in line:
        for letter in text:
            if unicodedata.category(letter) in _ZERO_WIDTH_CATEGORIES:
                continue
            width = 2 if unicodedata.east_asian_width(letter) in _WIDE else 1
            if column + width > columns:
                return
            yield Piece(column, width, colour, letter if width == 1 and has_glyph(letter) else None)
            column += width


def _are_drawn_together(one: Piece, other: Piece) -> bool:
    if one.text is None or other.text is None:
        return one.text is other.text
    return one.colour == other.colour


def _merged(cells: list[Piece]) -> Piece:
    first = cells[0]
    text = None if first.text is None else "".join(cell.text or "" for cell in cells)
    return replace(first, width=sum(cell.width for cell in cells), text=text)


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return JetBrains Mono (see `fonts/OFL.txt`). `size` is in pixels, and a character 0.6 of it wide."""
    file = _FONTS / f"JetBrainsMono-{'Bold' if bold else 'Regular'}.ttf"
    # Raqm, the other engine, is not installed everywhere, and shaping by neighbours would break the grid.
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(8192)
def has_glyph(letter: str) -> bool:
    """Return whether the font has the character, and would not draw the sign for a missing one."""
    return letter == " " or _pixels(letter) != _pixels(_WITHOUT_GLYPH)


def _pixels(letter: str) -> bytes:
    return bytes(_font(20).getmask(letter))
