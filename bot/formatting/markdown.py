"""A message as Markdown: its blocks of code and quotations, with lists and paragraphs between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from bot.formatting.entities import (
    BLOCKS,
    CODE_BLOCK,
    EXPANDABLE,
    QUOTES,
    Entity,
    Span,
    SpansByPlace,
    formatted_spans,
)
from bot.formatting.inline import fenced, inline
from bot.formatting.list_items import List, lines_of
from bot.formatting.lists import lists_in, mark_of, written_list

_PARAGRAPH: Final = "paragraph"
_SPACES: Final = re.compile(" *")
_EMPTY_LINE: Final = "<br>"
# Telegram folds an expandable quotation to three lines of some 60 characters.
_FOLDED_LINES: Final = 3
_FOLDED_CHARACTERS: Final = 180


@dataclass(frozen=True, slots=True)
class _ListSpan:
    list: List
    start: int
    end: int


def markdown_of(text: str, entities: Sequence[Entity]) -> str:
    """Write a message as Markdown with the same lines, formatting and lists.

    A spoiler is `||hidden||`. HTML stands where Markdown has no marks, or where they would not work.
    """
    text, spans = formatted_spans(text, entities)
    return _written(text, spans, 0, len(text), BLOCKS)


def _written(text: str, spans: list[Span], start: int, end: int, kinds: frozenset[str]) -> str:
    """Write `text[start:end]`. Spans of these kinds are blocks."""
    written: list[str] = []
    lookup = SpansByPlace(spans)
    before, mark = start, ""
    for block in _blocks(text, spans, start, end, kinds):
        # Two line feeds make the empty line that stands between blocks anyway.
        empty = [_EMPTY_LINE] * (text.count("\n", before, block.start) - 2) if written else []
        mark = mark_of(block.list, "" if empty else mark) if isinstance(block, _ListSpan) else ""
        written += [*empty, _block(text, lookup.overlapping(block.start, block.end), block, mark)]
        before = block.end
    return "\n\n".join(written)


def _blocks(
    text: str, spans: list[Span], start: int, end: int, kinds: frozenset[str]
) -> Iterator[Span | _ListSpan]:
    """Divide `text[start:end]` into blocks. Of two that overlap, the second begins where the first ends."""
    lookup = SpansByPlace(spans)
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        if span.kind in kinds and (inner := text[first:last]).strip():
            yield from _lists_and_paragraphs(text, lookup, start, first)
            yield replace(span, start=last - len(inner.lstrip("\n")), end=first + len(inner.rstrip("\n")))
            # A block ends its line: the rest of the line begins another.
            found = _SPACES.match(text, last, end)
            start = found.end() if found else last
    yield from _lists_and_paragraphs(text, lookup, start, end)


def _lists_and_paragraphs(text: str, spans: SpansByPlace, start: int, end: int) -> Iterator[Span | _ListSpan]:
    lines = [*lines_of(text, spans, start, end)]
    for run in lists_in(lines):
        first, last = lines[run.first].start, lines[run.last].end
        yield from _paragraphs(text, start, max(start, first - 1))
        yield _ListSpan(run.list, first, last)
        start = last + 1
    yield from _paragraphs(text, start, end)


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """Find the lines that no empty line divides."""
    for has_text, lines in groupby(text[start:end].split("\n"), key=lambda line: bool(line.strip())):
        length = sum(len(line) + 1 for line in lines)
        if has_text:
            yield Span(_PARAGRAPH, start, start + length - 1)
        start += length


def _block(text: str, spans: list[Span], block: Span | _ListSpan, mark: str) -> str:
    """Write a block. `mark`: that of a list."""
    if isinstance(block, _ListSpan):
        return written_list(text, spans, block.list, mark)
    if block.kind == CODE_BLOCK:
        return fenced(text[block.start : block.end], block.detail)
    if block.kind in QUOTES:
        return _quotation(text, spans, block)
    return inline(text, spans, block.start, block.end)


def _quotation(text: str, spans: list[Span], quote: Span) -> str:
    """Write a quotation; Telegram has none within another."""
    kinds = BLOCKS - QUOTES
    first_line = text.find("\n", quote.start, quote.end)
    if first_line < 0 or not _is_folded(text, spans, quote):
        written = _written(text, spans, quote.start, quote.end, kinds)
    else:
        summary = _written(text, spans, quote.start, first_line, kinds)
        rest = _written(text, spans, first_line, quote.end, kinds)
        written = f"<details>\n<summary>\n\n{summary}\n\n</summary>\n\n{rest}\n\n</details>"
    return "\n".join(f"> {line}" if line else ">" for line in written.split("\n"))


def _is_folded(text: str, spans: list[Span], quote: Span) -> bool:
    inner = text[quote.start : quote.end]
    is_long = inner.count("\n") >= _FOLDED_LINES or len(inner) > _FOLDED_CHARACTERS
    has_code = any(span.kind == CODE_BLOCK and span.overlaps(quote.start, quote.end) for span in spans)
    return quote.kind == EXPANDABLE and is_long and not has_code
