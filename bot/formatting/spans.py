"""Which characters of a message are formatted, and how."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
