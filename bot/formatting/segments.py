"""Cuts a paragraph where its formatting changes."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby, pairwise

from bot.formatting.spans import BLOCKS, CODE, Span


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
