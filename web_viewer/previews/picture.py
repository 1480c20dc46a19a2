"""The picture of a paste's first lines that chats show beside a link. For a worker."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Final

from PIL import Image, ImageDraw

from posts.titles import shorten
from web_viewer.listing.highlighting import Run, colour_runs
from web_viewer.previews import palette
from web_viewer.previews.card import Card
from web_viewer.previews.preview import Preview
from web_viewer.previews.visible import visible
from web_viewer.previews.writing import Letters

_TITLE: Final = Letters(size=45, line=60, is_bold=True)
_FACTS: Final = Letters(size=25, line=36)
_CODE: Final = Letters(size=25, line=35)
# Pixels, as all that follows.
_MARGIN: Final = 52
_PADDING: Final = 30
_GAP: Final = 26
_FADE: Final = 80
_SIGN: Final = 60
_ROUND: Final = 16
_INSIDE: Final = Preview.width - 2 * _MARGIN
_COLOURS: Final = 64  # in the file: the soft edges of letters need no more
_PATIENCE: Final = 0.5  # seconds of computing for the colours
_LONGEST_LINE: Final = 200  # characters that are looked at


def picture_of(card: Card) -> bytes:
    """A PNG."""
    image = Image.new("RGB", (Preview.width, Preview.height), palette.PAPER)
    draw = ImageDraw.Draw(image)
    _write_head(draw, card)
    _draw_sign(draw, Preview.width - _MARGIN - _SIGN, _MARGIN)
    top = _MARGIN + _TITLE.line + _FACTS.line + _GAP
    sheet = (_MARGIN, top, Preview.width - _MARGIN, Preview.height + _ROUND)
    draw.rounded_rectangle(sheet, radius=_ROUND, fill=palette.SHEET, outline=palette.LINE, width=2)
    _write_code(draw, card, top + _PADDING)
    _fade_out(image, top)
    return _as_png(image)


def _write_head(draw: ImageDraw.ImageDraw, card: Card) -> None:
    columns = (_INSIDE - _SIGN) // _TITLE.width - 1
    _TITLE.write(draw, (_MARGIN, _MARGIN), [("", shorten(visible(card.title), columns))], columns)
    facts = (_MARGIN, _MARGIN + _TITLE.line)
    _FACTS.write(draw, facts, [("c", visible(card.facts))], _INSIDE // _FACTS.width)


def _write_code(draw: ImageDraw.ImageDraw, card: Card, top: int) -> None:
    left, columns = _MARGIN + _PADDING, (_INSIDE - _PADDING) // _CODE.width
    for row, line in enumerate(islice(_lines(card), (Preview.height - top) // _CODE.line + 1)):
        _CODE.write(draw, (left, top + row * _CODE.line), line, columns)


def _lines(card: Card) -> Iterator[list[Run]]:
    """Each with its colours. What is in a line is made visible first, so that the colours fit."""
    text = "\n".join(visible(line[:_LONGEST_LINE]) for line in card.text.splitlines())
    line: list[Run] = []
    for colour, run in colour_runs(text, card.language, _PATIENCE):
        first, *others = run.split("\n")
        line.append((colour, first))
        for other in others:
            yield line
            line = [(colour, other)]
    yield line


def _draw_sign(draw: ImageDraw.ImageDraw, left: int, top: int) -> None:
    """Our icon, as in `static/icon.svg`: a sheet with three lines."""
    draw.rounded_rectangle((left, top, left + _SIGN, top + _SIGN), radius=13, fill=palette.ACCENT)
    for y, end in ((17, 43), (28, 43), (39, 33)):
        bar = (left + 16, top + y, left + end, top + y + 4)
        draw.rounded_rectangle(bar, radius=2, fill=palette.SHEET)


def _fade_out(image: Image.Image, top: int) -> None:
    """To the right and below, where the sheet goes on."""
    border = 2
    right, bottom = Preview.width - _MARGIN - border, Preview.height
    fading = Image.linear_gradient("L")
    aside = fading.rotate(90).resize((_FADE, bottom - top - _ROUND))
    image.paste(palette.SHEET, (right - _FADE + 1, top + _ROUND), aside)
    below = fading.resize((_INSIDE - 2 * border, _FADE))
    image.paste(palette.SHEET, (_MARGIN + border, bottom - _FADE), below)


def _as_png(image: Image.Image) -> bytes:
    file = BytesIO()
    few = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(file, "PNG", compress_level=9)
    return file.getvalue()
