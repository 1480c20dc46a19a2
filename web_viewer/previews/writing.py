"""Writes letters into the cells of a picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PIL import ImageDraw

from web_viewer.previews import palette
from web_viewer.previews.cells import pieces_of
from web_viewer.previews.typeface import font

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
