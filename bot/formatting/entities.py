"""Which characters of a message are formatted, and how."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import groupby, pairwise
from typing import Final, Protocol

CODE: Final = "code"
CODE_BLOCK: Final = "pre"
LINK: Final = "text_link"
EXPANDABLE: Final = "expandable_blockquote"
QUOTES: Final = frozenset({"blockquote", EXPANDABLE})
EMPHASES: Final = ("underline", "spoiler", "strikethrough", "bold", "italic")
BLOCKS: Final = QUOTES | {CODE_BLOCK}
# What plain text would lose. A mention's link is of use in Telegram only; a custom emoji has one of text.
_TELLING: Final = BLOCKS | {CODE, LINK, *EMPHASES}
_LINKS: Final = frozenset({LINK, "url", "email"})
_LONGEST_ADDRESS: Final = 4_096  # characters, as many as a message has

# The viewer links to nothing else.
_LINKED: Final = re.compile(r"(?:https?|tg)://\S|mailto:\S", re.IGNORECASE)
_OTHER_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


class Entity(Protocol):
    """What is formatted of a message: Telegram Bot API, MessageEntity. Offset and length in UTF-16 units."""

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
    """`start` and `end` count characters. `detail`: a link's address, or the language of a block of code."""

    kind: str
    start: int
    end: int
    detail: str = ""


def may_be_formatted(entities: Iterable[Entity]) -> bool:
    """Whether the text has to be looked at to tell whether it is formatted."""
    return any(entity.type in _TELLING for entity in entities)


def is_formatted(text: str, entities: Sequence[Entity]) -> bool:
    """Whether plain text would lose something.

    A message that is nothing but one block of code loses nothing: it is code.
    """
    text, positions = _normalized(text)
    found = [_span(text, positions, entity) for entity in entities if entity.type in _TELLING]
    spans = [span for span in _apart(found) if text[span.start : span.end].strip()]
    if len(spans) != 1 or spans[0].kind != CODE_BLOCK:
        return bool(spans)
    return bool((text[: spans[0].start] + text[spans[0].end :]).strip())


def formatted_spans(text: str, entities: Sequence[Entity]) -> tuple[str, list[Span]]:
    """The text with its line ends as line feeds, and what of it is formatted, in order.

    No two spans of a kind overlap, so that at most nine are at one place.
    """
    text, positions = _normalized(text)
    found = [_span(text, positions, entity) for entity in entities if entity.type in _TELLING | _LINKS]
    apart = _apart(span for span in found if span.detail or span.kind != LINK)
    return text, _in_order(span for span in apart if text[span.start : span.end].strip())


class SpansByPlace:
    """What of some spans, in order, reaches into each of some places; asked in the order of the text."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._coming = deque(spans)
        self._here: list[Span] = []

    def within(self, start: int, end: int) -> list[Span]:
        while self._coming and self._coming[0].start < end:
            self._here.append(self._coming.popleft())
        self._here = [span for span in self._here if span.end > start]
        return self._here


def _in_order(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Of two of a kind that overlap, the second begins where the first ends."""
    ends: dict[str, int] = {}
    for span in _in_order(spans):
        kind = EXPANDABLE if span.kind in QUOTES else span.kind
        end = ends.get(kind, 0)
        if span.end > end:
            yield span if span.start >= end else replace(span, start=end)
            ends[kind] = span.end


def _normalized(text: str) -> tuple[str, list[int]]:
    """With line feeds only; and where each UTF-16 unit of the message has gone, with one for the end."""
    kept: list[str] = []
    positions: list[int] = []
    for character, following in zip(text, f"{text[1:]} ", strict=False):
        positions += [len(kept)] * (2 if ord(character) > 0xFFFF else 1)
        if character + following != "\r\n":
            kept.append("\n" if character == "\r" else character)
    return "".join(kept), [*positions, len(kept)]


def _span(text: str, positions: list[int], entity: Entity) -> Span:
    start, end = (
        positions[min(max(unit, 0), len(positions) - 1)]
        for unit in (entity.offset, entity.offset + entity.length)
    )
    kind = LINK if entity.type in _LINKS else entity.type
    return Span(kind, start, end, _detail(text[start : min(end, start + _LONGEST_ADDRESS)], entity))


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
    """Empty where there is nothing to link to."""
    written = written.strip()
    if _LINKED.match(written):
        return written
    return "" if not written or _OTHER_SCHEME.match(written) else f"http://{written}"


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of emphasis, or a link with its address."""

    kind: str
    address: str = ""


# The styles, and whether it is code.
_Look = tuple[frozenset[Style], bool]


@dataclass(frozen=True, slots=True)
class Segment:
    """Either blank, or without white space at its ends (code may have it)."""

    text: str
    styles: frozenset[Style]
    is_code: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def segments_of(text: str, spans: Iterable[Span], start: int, end: int) -> list[Segment]:
    """The part of the text from `start` to `end`; of the spans, no two of a kind overlap.

    White space keeps only what goes on behind it, so that nothing begins or ends with white space: there,
    Markdown's marks do not work.
    """
    segments = [piece for whole in _cut(text, spans, start, end) for piece in _stripped(whole)]
    return _with_narrow_spaces(segments)


def _cut(text: str, spans: Iterable[Span], start: int, end: int) -> Iterator[Segment]:
    inside = [
        replace(span, start=max(span.start, start), end=min(span.end, end))
        for span in spans
        if span.kind not in BLOCKS and span.start < end and start < span.end
    ]
    for (styles, is_code), parts in groupby(_parts(inside, start, end), key=lambda part: part[0]):
        yield Segment("".join(text[first:last] for _, first, last in parts), styles, is_code)


def _parts(spans: Iterable[Span], start: int, end: int) -> Iterator[tuple[_Look, int, int]]:
    """From each place where anything changes to the next."""
    coming = deque(sorted(spans, key=lambda span: span.start))
    borders = sorted({start, end, *(span.start for span in coming), *(span.end for span in coming)})
    here: list[Span] = []
    for first, last in pairwise(borders):
        here = [span for span in here if span.end > first]
        while coming and coming[0].start == first:
            here.append(coming.popleft())
        styles = frozenset(Style(span.kind, span.detail) for span in here if span.kind != CODE)
        yield (styles, any(span.kind == CODE for span in here)), first, last


def _stripped(segment: Segment) -> Iterator[Segment]:
    if segment.is_code:
        yield from _lines_of_code(segment)
        return
    core = segment.text.strip()
    before, _, after = segment.text.partition(core) if core else (segment.text, "", "")
    for part in (before, core, after):
        if part:
            yield replace(segment, text=part)


def _lines_of_code(segment: Segment) -> Iterator[Segment]:
    for number, line in enumerate(segment.text.split("\n")):
        if number:
            yield Segment("\n", segment.styles)
        if line:
            yield replace(segment, text=line, is_code=bool(line.strip()))


def _with_narrow_spaces(segments: list[Segment]) -> list[Segment]:
    narrowed: list[Segment] = []
    following: frozenset[Style] = frozenset()
    for is_blank, group in groupby(reversed(segments), key=lambda segment: segment.is_blank):
        run = list(group)
        if is_blank:
            own = reduce(frozenset.intersection, (segment.styles for segment in run))
            narrowed.append(Segment("".join(s.text for s in reversed(run)), own & following))
        else:
            narrowed += run
            following = run[-1].styles
    return narrowed[::-1]


# Of what begins and ends together, the first is outermost.
_RANKS: Final = {kind: rank for rank, kind in enumerate((LINK, *EMPHASES))}
_PARAGRAPH: Final = Style("paragraph")


@dataclass(slots=True)
class Text:
    """`pieces` are joined only in the end: a text may grow by a word a hundred thousand times."""

    pieces: list[str]
    is_code: bool = False
    is_linked: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(slots=True)
class Styled:
    """`end`: the number of the last segment that has the style too."""

    style: Style
    end: int
    children: list["Text | Styled"] = field(default_factory=list)


def nested(segments: Sequence[Segment]) -> list[Text | Styled]:
    paragraph = Styled(_PARAGRAPH, len(segments))
    open_ = [paragraph]
    for segment, ends in zip(segments, _ends(segments), strict=True):
        _close(open_, [styled is paragraph or styled.style in segment.styles for styled in open_])
        if not segment.is_blank:
            _open(open_, ends)
        _append(open_[-1].children, segment)
    return paragraph.children


def _ends(segments: Sequence[Segment]) -> list[dict[Style, int]]:
    """For each segment, how far each of its styles goes on."""
    ends: list[dict[Style, int]] = []
    following: dict[Style, int] = {}
    for number, segment in reversed([*enumerate(segments)]):
        following = {style: following.get(style, number) for style in segment.styles}
        ends.append(following)
    return ends[::-1]


def _close(open_: list[Styled], go_on: list[bool]) -> None:
    """What is within something that ends, ends too."""
    if False in go_on:
        del open_[go_on.index(False) :]


def _open(open_: list[Styled], ends: dict[Style, int]) -> None:
    for style, end in ends.items():
        if style.kind == LINK and style not in [styled.style for styled in open_]:
            _make_way(open_, end)
    already = {styled.style for styled in open_}
    missing = [style for style in ends if style not in already]
    for style in sorted(missing, key=lambda style: (-ends[style], _RANKS[style.kind])):
        styled = Styled(style, ends[style])
        open_[-1].children.append(styled)
        open_.append(styled)


def _make_way(open_: list[Styled], end: int) -> None:
    """A link is never divided: what ends within it ends before it, and begins again within it."""
    innermost = open_[-1]
    _close(open_, [styled.end >= end for styled in open_])
    last = innermost.children[-1] if innermost.children else None
    if open_[-1] is not innermost and isinstance(last, Text) and not last.is_code:
        text = last.text
        words = text.rstrip()
        innermost.children[-1:] = [Text([words])] if words else []
        if text != words:
            open_[-1].children.append(Text([text[len(words) :]]))


def _append(children: list[Text | Styled], segment: Segment) -> None:
    last = children[-1] if children else None
    if isinstance(last, Text) and not last.is_code and not segment.is_code:
        last.pieces.append(segment.text)
    else:
        is_linked = any(style.kind == LINK for style in segment.styles)
        children.append(Text([segment.text], segment.is_code, is_linked))
