"""Formatted messages that make careless code slow: their texts, and where which formatting stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from typing import Any, Final

from aiogram.types import Chat, Message, MessageEntity

from tests.hostile.shapes import TEXTS


@dataclass(frozen=True, slots=True)
class Entity:
    """As aiogram's MessageEntity, which takes ten times as long to make."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


Formatted = tuple[str, list[Any]]
FormattedShape = Callable[[int], Formatted]

_EMPHASES: Final = ("bold", "italic", "underline", "strikethrough", "spoiler")
_ALL: Final = (*_EMPHASES, "code", "text_link", "blockquote", "pre", "expandable_blockquote", "url")
_NESTED: Final = (*_EMPHASES, "text_link")
_MOST_OF_A_MESSAGE: Final = 100  # entities that Telegram takes
_NOW: Final = datetime(2026, 1, 2, tzinfo=UTC)


def _entity(kind: str, offset: int, length: int, number: int = 0) -> Entity:
    return Entity(kind, offset, length, f"https://e.x/{number}" if kind == "text_link" else None)


def _each(unit: str, kinds: tuple[str, ...], start: int, length: int) -> FormattedShape:
    """A unit many times, with one entity in each, whose kinds take turns."""

    def shape(size: int) -> Formatted:
        count = size // len(unit)
        places = zip(range(count), cycle(kinds), strict=False)
        return unit * count, [_entity(kind, n * len(unit) + start, length, n) for n, kind in places]

    return shape


def _within_each_other(kinds: tuple[str, ...]) -> FormattedShape:
    def shape(size: int) -> Formatted:
        places = zip(range(size // 10), cycle(kinds), strict=False)
        return "a b " * (size // 4), [_entity(kind, n, size - 2 * n, n) for n, kind in places]

    return shape


def _overlapping(kinds: tuple[str, ...], length: Callable[[int], int]) -> FormattedShape:
    def shape(size: int) -> Formatted:
        places = zip(range(size // 10), cycle(kinds), strict=False)
        return "ab cd\nef " * (size // 9), [_entity(kind, n * 5, length(size), n) for n, kind in places]

    return shape


def _at_one_place(kinds: tuple[str, ...]) -> FormattedShape:
    def shape(size: int) -> Formatted:
        places = zip(range(size // 10), cycle(kinds), strict=False)
        return "a b " * (size // 4), [_entity(kind, 2, size - 4, n) for n, kind in places]

    return shape


def _before_lines(kind: str) -> FormattedShape:
    """One entity over all of many lines and paragraphs."""
    return lambda size: ("- a\n\nb\n" * (size // 7), [_entity(kind, 0, size)])


def _shapes() -> Iterator[tuple[str, FormattedShape]]:
    for kind in _ALL:
        yield f"words, each {kind}", _each("word ", (kind,), 0, 4)
        yield f"paragraphs, each {kind}", _each("word\n\n", (kind,), 0, 4)
        yield f"{kind} over many paragraphs", _before_lines(kind)
    for name, kinds in (("all kinds", _ALL), ("emphases", _NESTED), ("bold", ("bold",)), ("code", ("code",))):
        yield f"letters in turn, {name}", _each("a", kinds, 0, 1)
        yield f"items of a list, {name}", _each("- word\n", kinds, 2, 4)
        yield f"spaces between words, {name}", _each("a ", kinds, 1, 1)
        yield f"one within the other, {name}", _within_each_other(kinds)
        yield f"overlapping by ten, {name}", _overlapping(kinds, lambda _: 50)
        yield f"overlapping all, {name}", _overlapping(kinds, lambda size: size)
        yield f"at one place, {name}", _at_one_place(kinds)
    yield "links", _overlapping(("text_link",), lambda _: 50)
    yield "links at one place", _at_one_place(("text_link",))
    yield "links behind exclamation marks", _each("!a ", ("text_link",), 1, 1)
    yield "emoji", _each("🎉 ", ("bold", "text_link"), 0, 2)
    yield "quotations of several lines", _each("a\nb\nc\nd\ne\n\n", ("expandable_blockquote",), 0, 9)
    yield "code before quotations", _each("a\nb\n", ("pre", "blockquote"), 0, 1)
    yield "items within items", lambda size: ("- a\n  - b\n    1. c\n" * (size // 18), [])
    yield "items further and further in", _further_in
    yield "items apart", lambda size: ("- a\n\n" * (size // 5), [])
    for name, text in TEXTS.items():
        yield f"plain: {name}", lambda size, text=text: (text(size), [])  # type: ignore[misc]


def _further_in(size: int) -> Formatted:
    lines: list[str] = []
    while (len(lines) ** 2) < size:
        lines.append("  " * len(lines) + "- a\n")
    return "".join(lines)[:size], []


FORMATTED: Final[Mapping[str, FormattedShape]] = dict(_shapes())


def messages_of(formatted: Formatted) -> list[Message]:
    """One for every hundred characters, each with the entities that begin in it."""
    text, entities = formatted
    pieces = [text[start : start + 100] for start in range(0, len(text), 100)]
    own: list[list[MessageEntity]] = [[] for _ in pieces]
    for entity in entities:
        number = entity.offset // 100
        if number < len(own) and len(own[number]) < _MOST_OF_A_MESSAGE:
            length = min(entity.length, 100 - entity.offset % 100)
            own[number].append(
                MessageEntity(type=entity.type, offset=entity.offset % 100, length=length, url=entity.url)
            )
    chat = Chat.model_construct(id=1, type="private")
    return [
        Message.model_construct(message_id=n, date=_NOW, chat=chat, text=piece, entities=found)
        for n, (piece, found) in enumerate(zip(pieces, own, strict=True))
    ]
