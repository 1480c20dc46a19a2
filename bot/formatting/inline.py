"""Writes a paragraph: its text with marks around what is emphasized."""

import re
import string
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

from bot.formatting.entities import LINK, Span, Styled, Text, nested, segments_of
from bot.formatting.escaping import escaped

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
_BACKTICKS: Final = re.compile("`+")
_LANGUAGE: Final = re.compile(r"[\w+#.-]{1,40}")
_SPACES: Final = "\t\n\f\r "
# CommonMark, "Autolinks": what may stand between `<` and `>` and is a link to what it says.
_AUTOLINK: Final = re.compile(r"(?:https?|tg)://[^\s<>]+", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_ODD: Final = re.compile(r"[\s<>`\\\"^{}|\x00-\x1f\x7f]")
_ADDRESS_MARKS: Final = re.compile(r"[()]|&(?=#?\w+;)")


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


def fenced(code: str, language: str) -> str:
    """A block of code. A language that is no single word is none."""
    fence = "`" * max(3, _longest_run(code) + 1)
    return f"{fence}{language if _LANGUAGE.fullmatch(language) else ''}\n{code}\n{fence}"


def code_span(code: str) -> str:
    """Code of one line, not blank."""
    ticks = "`" * (_longest_run(code) + 1)
    # One space at both ends is taken for padding (CommonMark, "Code spans").
    is_padded = code[0] == code[-1] == " " or "`" in (code[0], code[-1])
    return f"{ticks} {code} {ticks}" if is_padded else f"{ticks}{code}{ticks}"


def _longest_run(code: str) -> int:
    return max(map(len, _BACKTICKS.findall(code)), default=0)


def work(marks: str, before: str, content: str, after: str) -> bool:
    """Whether marks around the content open and close there; all as written in Markdown, none empty.

    Renderers differ on whether a symbol, such as an emoji, is punctuation: the marks must work for all.
    """
    first, last = content[0], content[-1]
    return all(
        _opens(marks, before, first, symbols) and _opens(marks, after, last, symbols)
        for symbols in (True, False)
    )


def _opens(marks: str, outside: str, inside: str, symbols: bool) -> bool:
    """A closing run is the mirror image of an opening one."""
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
    return character in _SPACES or unicodedata.category(character) == "Zs"


def _is_punctuation(character: str, symbols: bool) -> bool:
    kind = unicodedata.category(character)[0]
    return character in string.punctuation or kind == "P" or (symbols and kind == "S")


def autolink(text: str, address: str) -> str | None:
    """`<address>`, where the text is the address itself."""
    is_itself = text == address and _AUTOLINK.fullmatch(text)
    is_email = f"mailto:{text}" == address and _EMAIL.fullmatch(text)
    return f"<{text}>" if is_itself or is_email else None


def link(text: str, address: str) -> str:
    """`text` is Markdown already, and no footnote's name."""
    encoded = _ODD.sub(lambda odd: quote(odd[0], errors="replace"), address)
    destination = _ADDRESS_MARKS.sub(lambda mark: f"\\{mark[0]}", encoded)
    bracket = "[\\" if text.startswith("^") else "["
    return f"{bracket}{text}]({destination})"
