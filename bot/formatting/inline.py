"""Writes a paragraph: its text with marks around what is emphasized."""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.formatting.code import code_span
from bot.formatting.delimiters import work
from bot.formatting.escaping import escaped
from bot.formatting.links import autolink, link
from bot.formatting.nesting import Styled, Text, nested
from bot.formatting.segments import segments_of
from bot.formatting.spans import LINK, Span

_MARKS: Final = {"bold": "**", "italic": "_", "strikethrough": "~~", "spoiler": "||"}
# Where marks do not work, and for what has none.
_TAGS: Final = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "strikethrough": ("<s>", "</s>"),
    "underline": ("<u>", "</u>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
}
# What stands beside a piece, as far as marks care: nothing, or marks, tags, brackets and backticks.
_NOTHING: Final = " "
_MARKUP: Final = "<"


def inline(text: str, spans: Iterable[Span], start: int, end: int) -> str:
    """The paragraph of a text from `start` to `end`, which has no empty line."""
    segments = segments_of(text, spans, start, end)
    if segments and segments[-1].is_blank:
        segments.pop()
    return _written(nested(segments), _NOTHING)


def _written(pieces: Sequence[Text | Styled], beside: str) -> str:
    """`beside`: what stands at both ends."""
    written: list[str] = []
    for number, piece in enumerate(pieces):
        before = written[-1][-1] if written else beside
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        if isinstance(piece, Styled):
            after = _beginning(following) if following else beside
            styled = _styled(piece, before, after)
            # Together, `!` and `[` begin a picture.
            if before == "!" and styled.startswith("["):
                written[-1] = written[-1][:-1] + "\\!"
            written.append(styled)
        else:
            written.append(_text(piece, begins_line=not written and beside == _NOTHING))
        if not written[-1]:
            written.pop()
    return "".join(written)


def _beginning(piece: Text | Styled) -> str:
    return _text(piece, begins_line=False)[0] if isinstance(piece, Text) else _MARKUP


def _text(piece: Text, *, begins_line: bool) -> str:
    if not piece.is_code:
        return escaped(piece.text, begins_line=begins_line)
    if piece.is_linked and "]" in piece.text:
        # At the start of a paragraph, [`a]: b`](…) would define what [a] leads to.
        return f"<code>{escaped(piece.text, begins_line=False)}</code>"
    return code_span(piece.text)


def _styled(piece: Styled, before: str, after: str) -> str:
    kind, address = piece.style.kind, piece.style.address
    if kind == LINK:
        return _autolink(piece) or link(_written(piece.children, _MARKUP), address)
    content = _written(piece.children, _MARKUP)
    marks = _MARKS.get(kind)
    if marks and work(marks, before, content, after):
        return f"{marks}{content}{marks}"
    opening, closing = _TAGS[kind]
    return f"{opening}{content}{closing}"


def _autolink(piece: Styled) -> str | None:
    match piece.children:
        case [Text(text=text, is_code=False)]:
            return autolink(text, piece.style.address)
        case _:
            return None
