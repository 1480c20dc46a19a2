"""The colours of a picture: those of the light theme (`static/styles/colours.css`)."""

from typing import Final

PAPER: Final = "#f3f0e9"  # a little darker than in the theme, so that the sheet stands out in a small picture
SHEET: Final = "#ffffff"
INK: Final = "#23221f"
LINE: Final = "#e0dbd0"
ACCENT: Final = "#0d5c63"
MISSING_GLYPH: Final = "#e3dfd6"

# By the classes of `listing/colours.py`.
TOKEN_COLOURS: Final = {
    "": INK,
    "a": "#1a4fae",
    "b": "#0a626b",
    "c": "#656a72",
    "d": "#715000",
    "e": "#8d4100",
    "em": INK,
    "f": "#1a4fae",
    "h": INK,
    "i": "#14602b",
    "k": "#86198f",
    "n": "#8d4100",
    "s": "#17632f",
    "t": "#715000",
    "v": "#9c3013",
    "x": "#a01f1f",
}
