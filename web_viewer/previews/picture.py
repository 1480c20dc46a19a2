"""Draws the picture of a title and first lines that chats show beside a link. Runs in a render worker."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Final

from PIL import Image, ImageDraw

from posts.titles import shorten
from web_viewer.listing.highlighting import Run, highlight
from web_viewer.previews import palette
from web_viewer.previews.preview import Card, Preview, visible_text
from web_viewer.previews.text_grid import TextStyle

_TITLE: Final = TextStyle(size=45, line=60, is_bold=True)
_FACTS: Final = TextStyle(size=25, line=36)
_CODE: Final = TextStyle(size=25, line=35)
# In pixels.
_MARGIN: Final = 52
_PADDING: Final = 30
_GAP: Final = 26
_FADE: Final = 80
_ICON: Final = 60
_RADIUS: Final = 16
_INNER_WIDTH: Final = Preview.width - 2 * _MARGIN
# More would only make the file larger: the edges of characters are smooth enough.
_PALETTE_SIZE: Final = 64
_HIGHLIGHTING_SECONDS: Final = 0.5
_MAX_LINE_CHARACTERS: Final = 200


def draw_picture(card: Card) -> bytes:
    """Return a PNG."""
    image = Image.new("RGB", (Preview.width, Preview.height), palette.PAPER)
    canvas = ImageDraw.Draw(image)
    _draw_heading(canvas, card)
    _draw_icon(canvas, Preview.width - _MARGIN - _ICON, _MARGIN)
    top = _MARGIN + _TITLE.line + _FACTS.line + _GAP
    sheet = (_MARGIN, top, Preview.width - _MARGIN, Preview.height + _RADIUS)
    canvas.rounded_rectangle(sheet, radius=_RADIUS, fill=palette.SHEET, outline=palette.LINE, width=2)
    _draw_code(canvas, card, top + _PADDING)
    _fade_out(image, top)
    return _as_png(image)


def _draw_heading(canvas: ImageDraw.ImageDraw, card: Card) -> None:
    columns = (_INNER_WIDTH - _ICON) // _TITLE.width - 1
    title = shorten(visible_text(card.title), columns)
    _TITLE.draw(canvas, (_MARGIN, _MARGIN), [("", title)], columns)
    facts = (_MARGIN, _MARGIN + _TITLE.line)
    _FACTS.draw(canvas, facts, [("c", visible_text(card.facts))], _INNER_WIDTH // _FACTS.width)


def _draw_code(canvas: ImageDraw.ImageDraw, card: Card, top: int) -> None:
    left, columns = _MARGIN + _PADDING, (_INNER_WIDTH - _PADDING) // _CODE.width
    for row, line in enumerate(islice(_lines(card), (Preview.height - top) // _CODE.line + 1)):
        _CODE.draw(canvas, (left, top + row * _CODE.line), line, columns)


def _lines(card: Card) -> Iterator[list[Run]]:
    text = "\n".join(visible_text(line[:_MAX_LINE_CHARACTERS]) for line in card.text.splitlines())
    line: list[Run] = []
    for colour, run in highlight(text, card.language, _HIGHLIGHTING_SECONDS):
        first, *others = run.split("\n")
        line.append((colour, first))
        for other in others:
            yield line
            line = [(colour, other)]
    yield line


def _draw_icon(canvas: ImageDraw.ImageDraw, left: int, top: int) -> None:
    """Draw the icon of `static/icon.svg`: a sheet with three lines."""
    canvas.rounded_rectangle((left, top, left + _ICON, top + _ICON), radius=13, fill=palette.ACCENT)
    for y, end in ((17, 43), (28, 43), (39, 33)):
        bar = (left + 16, top + y, left + end, top + y + 4)
        canvas.rounded_rectangle(bar, radius=2, fill=palette.SHEET)


def _fade_out(image: Image.Image, top: int) -> None:
    """Fade the sheet out to the right and to the bottom, where the text may go on."""
    border = 2
    right, bottom = Preview.width - _MARGIN - border, Preview.height
    gradient = Image.linear_gradient("L")
    beside = gradient.rotate(90).resize((_FADE, bottom - top - _RADIUS))
    image.paste(palette.SHEET, (right - _FADE + 1, top + _RADIUS), beside)
    below = gradient.resize((_INNER_WIDTH - 2 * border, _FADE))
    image.paste(palette.SHEET, (_MARGIN + border, bottom - _FADE), below)


def _as_png(image: Image.Image) -> bytes:
    file = BytesIO()
    quantized = image.quantize(_PALETTE_SIZE, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    quantized.save(file, "PNG", compress_level=9)
    return file.getvalue()
