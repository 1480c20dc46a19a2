"""Entities of Telegram as spans of a text, cut into segments and nested as Markdown needs them."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import groupby, pairwise, takewhile
from typing import Final, Protocol

CODE: Final = "code"
CODE_BLOCK: Final = "pre"
LINK: Final = "text_link"
EXPANDABLE: Final = "expandable_blockquote"
QUOTES: Final = frozenset({"blockquote", EXPANDABLE})
EMPHASES: Final = ("underline", "spoiler", "strikethrough", "bold", "italic")
BLOCKS: Final = QUOTES | {CODE_BLOCK}
# Plain text would lose these. A mention's link works in Telegram only; a custom emoji stands for one of text.
_FORMATTING: Final = BLOCKS | {CODE, LINK, *EMPHASES}
_LINKS: Final = frozenset({LINK, "url", "email"})
_MAX_ADDRESS_CHARACTERS: Final = 4_096  # Telegram Bot API, sendMessage
# The viewer links to these schemes only.
_LINKED: Final = re.compile(r"(?:https?|tg)://\S|mailto:\S", re.IGNORECASE)
_OTHER_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
# Of styles that begin and end together, the first is outermost.
_RANKS: Final = {kind: rank for rank, kind in enumerate((LINK, *EMPHASES))}


class Entity(Protocol):
    """Telegram Bot API, MessageEntity. Offset and length in UTF-16 code units."""

    @property
    def type(self) -> str: ...
    @property
    def offset(self) -> int: ...
    @property
    def length(self) -> int: ...
    @property
    def url(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Span:
    """Formatted part of a text, in characters. `detail`: a link's address, or a code block's language."""

    kind: str
    start: int
    end: int
    detail: str = ""

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


class SpansByPlace:
    """Lookup of spans that overlap a place; both spans and places are given in the order of the text."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._coming = deque(spans)
        self._here: list[Span] = []

    def overlapping(self, start: int, end: int) -> list[Span]:
        while self._coming and self._coming[0].start < end:
            self._here.append(self._coming.popleft())
        self._here = [span for span in self._here if span.end > start]
        return self._here


@dataclass(frozen=True, slots=True)
class Style:
    """Kind of emphasis, or a link with its address."""

    kind: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of one style: either blank, or without white space at its ends (code may have it)."""

    text: str
    styles: frozenset[Style]
    is_code: bool = False

    @property
    def is_blank(self) -> bool:
        return self.text.isspace()

    @property
    def is_linked(self) -> bool:
        return any(style.kind == LINK for style in self.styles)


@dataclass(slots=True)
class Styled:
    """Segments within one style. `end`: the number of the last segment that has the style."""

    style: Style
    end: int
    children: list["Segment | Styled"] = field(default_factory=list)


def may_be_formatted(entities: Iterable[Entity]) -> bool:
    """Return whether `is_formatted` can be true, by the kinds of the entities alone."""
    return any(entity.type in _FORMATTING for entity in entities)


def is_formatted(text: str, entities: Sequence[Entity]) -> bool:
    """Return whether plain text would lose something; a message that is one block of code loses nothing."""
    text, positions = _normalized(text)
    spans = _separated(text, [_span(text, positions, one) for one in entities if one.type in _FORMATTING])
    if len(spans) != 1 or spans[0].kind != CODE_BLOCK:
        return bool(spans)
    return bool((text[: spans[0].start] + text[spans[0].end :]).strip())


def formatted_spans(text: str, entities: Sequence[Entity]) -> tuple[str, list[Span]]:
    """Return the text with line feeds as line ends, and its spans in order.

    No two spans of a kind overlap, so at most nine are at one place.
    """
    text, positions = _normalized(text)
    spans = [_span(text, positions, one) for one in entities if one.type in _FORMATTING | _LINKS]
    separated = _separated(text, [span for span in spans if span.detail or span.kind != LINK])
    return text, sorted(separated, key=_place)


def segments_of(text: str, spans: Iterable[Span], start: int, end: int) -> list[Segment]:
    """Cut `text[start:end]` where its formatting changes. The spans are in order; none of a kind overlap.

    White space keeps only the styles that continue after it: Markdown's marks do not work beside spaces.
    """
    inside = [span for span in spans if span.kind not in BLOCKS and span.overlaps(start, end)]
    borders = {border for span in inside for border in (span.start, span.end) if start < border < end}
    lookup = SpansByPlace(inside)
    segments: list[Segment] = []
    places = pairwise(sorted({start, end} | borders))
    for (styles, is_code), parts in groupby(places, key=lambda place: _styles_in(lookup.overlapping(*place))):
        whole = "".join(text[first:last] for first, last in parts)
        segments += _trimmed(Segment(whole, styles, is_code))
    return _with_reduced_blanks(segments)


def nested(segments: Sequence[Segment]) -> list[Segment | Styled]:
    """Put segments into their styles, one style within another. A link is never divided."""
    root = Styled(Style("paragraph"), len(segments))
    open_ = [root]
    for segment, ends in zip(segments, _ends(segments), strict=True):
        _change_styles(open_, ends, opens=not segment.is_blank)
        open_[-1].children.append(segment)
    return root.children


def _place(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _separated(text: str, spans: Iterable[Span]) -> list[Span]:
    """Drop blank spans; of two of a kind that overlap, begin the second where the first ends."""
    separated: list[Span] = []
    ends: dict[str, int] = {}
    for span in sorted(spans, key=_place):
        kind = EXPANDABLE if span.kind in QUOTES else span.kind
        end = ends.get(kind, 0)
        if span.end > end:
            ends[kind] = span.end
            start = max(span.start, end)
            if text[start : span.end].strip():
                separated.append(replace(span, start=start))
    return separated


def _normalized(text: str) -> tuple[str, list[int]]:
    """Return the text with line feeds only, and the new position of each UTF-16 unit and of the end."""
    characters: list[str] = []
    positions: list[int] = []
    for character, following in zip(text, f"{text[1:]} ", strict=False):
        positions += [len(characters)] * (2 if ord(character) > 0xFFFF else 1)
        if character + following != "\r\n":
            characters.append("\n" if character == "\r" else character)
    return "".join(characters), [*positions, len(characters)]


def _span(text: str, positions: list[int], entity: Entity) -> Span:
    start, end = (
        positions[min(max(unit, 0), len(positions) - 1)]
        for unit in (entity.offset, entity.offset + entity.length)
    )
    kind = LINK if entity.type in _LINKS else entity.type
    return Span(kind, start, end, _detail(text[start : min(end, start + _MAX_ADDRESS_CHARACTERS)], entity))


def _detail(text: str, entity: Entity) -> str:
    match entity.type:
        case "pre":
            return entity.language or ""
        case "text_link":
            return _address(entity.url or "")
        case "url":
            return _address(text)
        case "email":
            return f"mailto:{text}"
        case _:
            return ""


def _address(written: str) -> str:
    """Return the address to link to, or an empty string."""
    written = written.strip()
    if _LINKED.match(written):
        return written
    return "" if not written or _OTHER_SCHEME.match(written) else f"http://{written}"


def _styles_in(spans: Sequence[Span]) -> tuple[frozenset[Style], bool]:
    """Return the styles at a place, and whether it is code."""
    styles = frozenset(Style(span.kind, span.detail) for span in spans if span.kind != CODE)
    return styles, any(span.kind == CODE for span in spans)


def _trimmed(segment: Segment) -> Iterator[Segment]:
    """Split white space off the ends, and line feeds out of code."""
    core = segment.text.strip()
    if not core:
        parts = [segment.text]
    elif segment.is_code:
        parts = re.split("(\n)", segment.text)
    else:
        parts = [*segment.text.partition(core)]
    for part in filter(None, parts):
        yield replace(segment, text=part, is_code=segment.is_code and not part.isspace())


def _with_reduced_blanks(segments: list[Segment]) -> list[Segment]:
    """Join blank segments that are neighbours, and leave them only the styles that continue after them."""
    reduced: list[Segment] = []
    following: frozenset[Style] = frozenset()
    for is_blank, group in groupby(reversed(segments), key=lambda segment: segment.is_blank):
        run = list(group)
        if is_blank:
            styles = reduce(frozenset.intersection, (segment.styles for segment in run), following)
            run = [Segment("".join(segment.text for segment in reversed(run)), styles)]
        reduced += run
        following = run[-1].styles
    return reduced[::-1]


def _ends(segments: Sequence[Segment]) -> list[dict[Style, int]]:
    """Return for each segment how far its styles continue: the number of the last segment of each."""
    ends: list[dict[Style, int]] = []
    following: dict[Style, int] = {}
    for number, segment in reversed([*enumerate(segments)]):
        following = {style: following.get(style, number) for style in segment.styles}
        ends.append(following)
    return ends[::-1]


def _change_styles(open_: list[Styled], ends: dict[Style, int], *, opens: bool) -> None:
    """Close styles that have ended, with all within them; open those that begin."""
    open_[1:] = takewhile(lambda styled: styled.style in ends, open_[1:])
    if not opens:
        return
    for style in _missing(open_, ends):
        if style.kind == LINK:
            _close_within_link(open_, ends[style])
    for style in sorted(_missing(open_, ends), key=lambda style: (-ends[style], _RANKS[style.kind])):
        styled = Styled(style, ends[style])
        open_[-1].children.append(styled)
        open_.append(styled)


def _missing(open_: list[Styled], ends: dict[Style, int]) -> set[Style]:
    return ends.keys() - {styled.style for styled in open_}


def _close_within_link(open_: list[Styled], end: int) -> None:
    """Close styles that end within a link: they begin again in it, and the space before it goes outside."""
    innermost = open_[-1]
    open_[1:] = takewhile(lambda styled: styled.end >= end, open_[1:])
    if open_[-1] is not innermost:
        last = innermost.children[-1]
        if isinstance(last, Segment) and last.is_blank:
            open_[-1].children.append(innermost.children.pop())
