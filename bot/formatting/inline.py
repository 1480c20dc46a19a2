"""A paragraph as Markdown: its text with marks around what is emphasized, its code and its links."""

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final
from urllib.parse import quote

from bot.formatting.entities import LINK, Segment, Span, Styled, nested, segments_of
from bot.formatting.escaping import escaped

_MARKS: Final = {"bold": "**", "italic": "_", "strikethrough": "~~", "spoiler": "||"}
# Used where marks do not work, and for what has none.
_TAGS: Final = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "strikethrough": ("<s>", "</s>"),
    "underline": ("<u>", "</u>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
}
# Neighbours of a piece, as far as marks care: none, or any of marks, tags, brackets and backticks.
_NOTHING: Final = " "
_MARKUP: Final = "<"
_BACKTICKS: Final = re.compile("`+")
_LANGUAGE: Final = re.compile(r"[\w+#.-]{1,40}")
# CommonMark, "Autolinks".
_AUTOLINK: Final = re.compile(r"(?:https?|tg)://[^\s<>]+", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_UNSAFE_IN_ADDRESS: Final = re.compile(r"[\s<>`\\\"^{}|\x00-\x1f\x7f]")
_MARKS_IN_ADDRESS: Final = re.compile(r"[()]|&(?=#?\w+;)")


def inline(text: str, spans: Iterable[Span], start: int, end: int) -> str:
    """Write the paragraph `text[start:end]`, which has no empty line."""
    segments = segments_of(text, spans, start, end)
    if segments and segments[-1].is_blank:
        segments.pop()
    return _written(nested(segments), _NOTHING)


def fenced(code: str, language: str) -> str:
    """Write a block of code; the language is left out if it is not a single word."""
    fence = "`" * max(3, _longest_run(code) + 1)
    return f"{fence}{language if _LANGUAGE.fullmatch(language) else ''}\n{code}\n{fence}"


def code_span(code: str) -> str:
    """Write code of one line that is not blank."""
    ticks = "`" * (_longest_run(code) + 1)
    # One space at both ends is taken for padding (CommonMark, "Code spans").
    is_padded = code[0] == code[-1] == " " or "`" in (code[0], code[-1])
    return f"{ticks} {code} {ticks}" if is_padded else f"{ticks}{code}{ticks}"


def autolink(text: str, address: str) -> str | None:
    """Write `<address>` where the text is the address itself."""
    is_itself = text == address and _AUTOLINK.fullmatch(text)
    is_email = f"mailto:{text}" == address and _EMAIL.fullmatch(text)
    return f"<{text}>" if is_itself or is_email else None


def link(text: str, address: str) -> str:
    """Write a link. `text` is Markdown already; the name of a footnote (`^a`) is escaped."""
    encoded = _UNSAFE_IN_ADDRESS.sub(lambda unsafe: quote(unsafe[0]), address)
    destination = _MARKS_IN_ADDRESS.sub(r"\\\g<0>", encoded)
    bracket = "[\\" if text.startswith("^") else "["
    return f"{bracket}{text}]({destination})"


def marks_work(marks: str, before: str, content: str, after: str) -> bool:
    """Return whether marks open and close around the content (CommonMark, "Emphasis and strong emphasis").

    All is given as Markdown, and nothing is empty. Renderers differ on whether symbols, such as emoji, are
    punctuation: the marks must work either way.
    """
    # A closing run is the mirror image of an opening one.
    sides = (before, content[0]), (after, content[-1])
    return all(_opens(marks, *side, symbols) for symbols in (True, False) for side in sides)


def _written(children: Sequence[Segment | Styled], beside: str) -> str:
    """Write nested segments. `beside`: the character at both ends."""
    written: list[str] = []
    pieces = [*_with_joined_text(children)]
    for number, piece in enumerate(pieces):
        before = written[-1][-1] if written else beside
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        if isinstance(piece, Segment):
            markdown = _text(piece, begins_line=not written and beside == _NOTHING)
        else:
            markdown = _styled(piece, before, _beginning(following) if following else beside)
            # Together, `!` and `[` begin a picture.
            if before == "!" and markdown.startswith("["):
                written[-1] = written[-1][:-1] + "\\!"
        if markdown:
            written.append(markdown)
    return "".join(written)


def _with_joined_text(children: Sequence[Segment | Styled]) -> Iterator[Segment | Styled]:
    """Join neighbouring segments of text: what to escape depends on the characters around."""
    for is_text, group in groupby(children, key=_is_text):
        if is_text:
            text = "".join(segment.text for segment in group if isinstance(segment, Segment))
            yield Segment(text, frozenset())
        else:
            yield from group


def _is_text(piece: Segment | Styled) -> bool:
    return isinstance(piece, Segment) and not piece.is_code


def _beginning(piece: Segment | Styled) -> str:
    return _text(piece, begins_line=False)[0] if isinstance(piece, Segment) else _MARKUP


def _text(piece: Segment, *, begins_line: bool) -> str:
    if not piece.is_code:
        return escaped(piece.text, begins_line=begins_line)
    if piece.is_linked and "]" in piece.text:
        # At the start of a paragraph, [`a]: b`](…) would define what [a] leads to.
        return f"<code>{escaped(piece.text, begins_line=False)}</code>"
    return code_span(piece.text)


def _styled(piece: Styled, before: str, after: str) -> str:
    kind, address = piece.style.kind, piece.style.address
    content = _written(piece.children, _MARKUP)
    if kind == LINK:
        match [*_with_joined_text(piece.children)]:
            case [Segment(text=text, is_code=False)]:
                return autolink(text, address) or link(content, address)
            case _:
                return link(content, address)
    marks = _MARKS.get(kind)
    if marks and marks_work(marks, before, content, after):
        return f"{marks}{content}{marks}"
    opening, closing = _TAGS[kind]
    return f"{opening}{content}{closing}"


def _longest_run(code: str) -> int:
    return max(map(len, _BACKTICKS.findall(code)), default=0)


def _opens(marks: str, outside: str, inside: str, symbols: bool) -> bool:
    opening = _flanks(outside, inside, symbols)
    closing = _flanks(inside, outside, symbols)
    # Underscores within a word are letters of it.
    return opening and (marks != "_" or not closing or _is_punctuation(outside, symbols))


def _flanks(outside: str, inside: str, symbols: bool) -> bool:
    if _is_space(inside):
        return False
    is_apart = _is_space(outside) or _is_punctuation(outside, symbols)
    return is_apart or not _is_punctuation(inside, symbols)


def _is_space(character: str) -> bool:
    return character in "\t\n\f\r" or unicodedata.category(character) == "Zs"


def _is_punctuation(character: str, symbols: bool) -> bool:
    kind = unicodedata.category(character)[0]
    return character in string.punctuation or kind == "P" or (symbols and kind == "S")
