"""Formatted text: a text and its entities, with offsets and lengths in UTF-16 code units."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from local.telegram.json_values import Json
from local.telegram.text import utf16

# Telegram Bot API, "Formatting options": code contains no entity, and only a quotation contains code.
CODE = frozenset({"code", "pre"})
EMPHASIS = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTATION = frozenset({"blockquote", "expandable_blockquote"})


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of a text: MessageEntity of the Bot API."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None
    user: Json | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def overlaps(self, other: "Entity") -> bool:
        return self.offset < other.end and other.offset < self.end

    def as_json(self) -> Json:
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its entities."""

    text: str
    entities: tuple[Entity, ...] = ()

    def trimmed(self) -> "Formatted":
        """Return it without white space at both ends, as Telegram stores it."""
        text = self.text.rstrip()
        cut = utf16.length(text) - utf16.length(text.lstrip())
        text = text.lstrip()
        return Formatted(text, tuple(_within(self.entities, cut, utf16.length(text))))

    def normalized(self) -> "Formatted":
        """Return it as Telegram stores it: trimmed, with the entities in order and inside the text."""
        return Formatted(self.text, normalized_entities(self.entities)).trimmed()

    def part(self, start: int, end: int) -> "Formatted":
        """Return the text between two offsets, with the parts of entities in it."""
        entities = tuple(_within(self.entities, start, end - start))
        return Formatted(utf16.part(self.text, start, end), entities)


NO_TEXT = Formatted("")


def _within(entities: Iterable[Entity], cut: int, length: int) -> Iterable[Entity]:
    """Yield the parts of entities in the `length` units after the first `cut`, moved by these."""
    for entity in entities:
        start, end = max(entity.offset - cut, 0), min(entity.end - cut, length)
        if start < end:
            yield replace(entity, offset=start, length=end - start)


def normalized_entities(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return the entities in Telegram's order, without emphasis inside or around code."""
    entities = list(entities)
    code = [entity for entity in entities if entity.type in CODE]
    result = [
        piece
        for entity in entities
        for piece in (_without(entity, code) if entity.type in EMPHASIS else [entity])
    ]
    return tuple(
        sorted(result, key=lambda entity: (entity.offset, -entity.length, entity.type not in QUOTATION))
    )


def _without(entity: Entity, holes: list[Entity]) -> list[Entity]:
    pieces = [entity]
    for hole in holes:
        pieces = [rest for piece in pieces for rest in _cut(piece, hole)]
    return pieces


def _cut(entity: Entity, hole: Entity) -> list[Entity]:
    if not entity.overlaps(hole):
        return [entity]
    before = replace(entity, length=hole.offset - entity.offset)
    after = replace(entity, offset=hole.end, length=entity.end - hole.end)
    return [piece for piece in (before, after) if piece.length > 0]
