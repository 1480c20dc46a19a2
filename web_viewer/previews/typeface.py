"""The typeface of the pictures, which comes with us: JetBrains Mono, of which `fonts/OFL.txt` tells more."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

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
