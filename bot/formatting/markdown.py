"""A message as Markdown: its blocks of code, its quotations, and the lists and paragraphs between them."""

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
# Telegram folds an expandable quotation to three lines; a line there has some 60 characters.
_UNFOLDED_LINES: Final = 3
_UNFOLDED_CHARACTERS: Final = 180


@dataclass(frozen=True, slots=True)
class _ListSpan:
    """The lines of a list."""

    list: List
    start: int
    end: int


def markdown_of(text: str, entities: Sequence[Entity]) -> str:
    """Lines stay lines, lists are lists and empty lines stay empty; nothing else is taken for markup.

    A spoiler is `||hidden||`. What Markdown has no marks for, or where its marks would not work, is in HTML.
    """
    text, spans = formatted_spans(text, entities)
    return _written(text, spans, 0, len(text), BLOCKS)


def _written(text: str, spans: list[Span], start: int, end: int, kinds: frozenset[str]) -> str:
    """A part of the text, in which the spans of these kinds are blocks of their own."""
    written: list[str] = []
    spans_here = SpansByPlace(spans)
    before, mark = start, ""
    for block in _divided(text, spans, start, end, kinds):
        # Between blocks there is an empty line anyway, made by two line feeds.
        empty = [_EMPTY_LINE] * (text.count("\n", before, block.start) - 2) if written else []
        written += empty
        mark = mark_of(block.list, "" if empty else mark) if isinstance(block, _ListSpan) else ""
        written.append(_block(text, spans_here.within(block.start, block.end), block, mark))
        before = block.end
    return "\n\n".join(written)


def _divided(
    text: str, spans: list[Span], start: int, end: int, kinds: frozenset[str]
) -> Iterator[Span | _ListSpan]:
    """The blocks in order. Of two that overlap, the second begins where the first ends."""
    at = start
    spans_here = SpansByPlace(spans)
    for span in spans:
        first, last = max(span.start, at), min(span.end, end)
        if span.kind in kinds and text[first:last].strip():
            yield from _flowing(text, spans_here, at, first)
            yield _without_empty_lines(text, replace(span, start=first, end=last))
            # The block ends the line: what follows on it begins another.
            at = found.end() if (found := _SPACES.match(text, last, end)) else last
    yield from _flowing(text, spans_here, at, end)


def _flowing(text: str, spans: SpansByPlace, start: int, end: int) -> Iterator[Span | _ListSpan]:
    """Lists, and the paragraphs between them."""
    lines = [*lines_of(text, spans, start, end)]
    at = start
    for run in lists_in(lines):
        first, last = lines[run.first].start, lines[run.last].end
        yield from _paragraphs(text, at, max(at, first - 1))
        yield _ListSpan(run.list, first, last)
        at = last + 1
    yield from _paragraphs(text, at, end)


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """Lines with something on them, as far as no empty line comes between."""
    at = start
    for has_text, lines in groupby(text[start:end].split("\n"), key=lambda line: bool(line.strip())):
        length = sum(len(line) + 1 for line in lines)
        if has_text:
            yield Span(_PARAGRAPH, at, at + length - 1)
        at += length


def _without_empty_lines(text: str, span: Span) -> Span:
    inner = text[span.start : span.end]
    start = span.start + len(inner) - len(inner.lstrip("\n"))
    return replace(span, start=start, end=span.end - len(inner) + len(inner.rstrip("\n")))


def _block(text: str, spans: list[Span], block: Span | _ListSpan, mark: str) -> str:
    """`mark`: that of a list."""
    if isinstance(block, _ListSpan):
        return written_list(text, spans, block.list, mark)
    if block.kind == CODE_BLOCK:
        return fenced(text[block.start : block.end], block.detail)
    if block.kind in QUOTES:
        return _quotation(text, spans, block)
    return inline(text, spans, block.start, block.end)


def _quotation(text: str, spans: list[Span], quote: Span) -> str:
    """Telegram has no quotation within another."""
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
    is_long = inner.count("\n") >= _UNFOLDED_LINES or len(inner) > _UNFOLDED_CHARACTERS
    has_code = any(
        span.kind == CODE_BLOCK and span.start < quote.end and quote.start < span.end for span in spans
    )
    return quote.kind == EXPANDABLE and is_long and not has_code
