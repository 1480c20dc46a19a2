"""A text with its entities; offsets and lengths are in UTF-16 code units."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from local.telegram.errors import Json
from local.telegram.text import utf16

# Telegram Bot API, "Formatting options": these take no other entity in, and are in none but a quotation.
CODE = frozenset({"code", "pre"})
EMPHASIS = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTATION = frozenset({"blockquote", "expandable_blockquote"})


@dataclass(frozen=True, slots=True)
class Entity:
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

    def meets(self, other: "Entity") -> bool:
        return self.offset < other.end and other.offset < self.end

    def as_json(self) -> Json:
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str
    entities: tuple[Entity, ...] = ()

    def trimmed(self) -> "Formatted":
        """Without the white space at both ends, which Telegram never keeps."""
        text = self.text.rstrip()
        cut = utf16.length(text) - utf16.length(text.lstrip())
        text = text.lstrip()
        return Formatted(text, tuple(_within(self.entities, cut, utf16.length(text))))

    def settled(self) -> "Formatted":
        """As Telegram keeps it: trimmed, with the entities in order and inside the text."""
        return Formatted(self.text, settled(self.entities)).trimmed()

    def part(self, start: int, end: int) -> "Formatted":
        """Between two offsets, with what there is of the entities."""
        entities = tuple(_within(self.entities, start, end - start))
        return Formatted(utf16.part(self.text, start, end), entities)


NO_WORDS = Formatted("")


def _within(entities: Iterable[Entity], cut: int, length: int) -> Iterable[Entity]:
    for entity in entities:
        start, end = max(entity.offset - cut, 0), min(entity.end - cut, length)
        if start < end:
            yield replace(entity, offset=start, length=end - start)


def settled(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """In Telegram's order, and with no emphasis left inside or around code."""
    entities = list(entities)
    code = [entity for entity in entities if entity.type in CODE]
    kept = [
        piece
        for entity in entities
        for piece in (_without(entity, code) if entity.type in EMPHASIS else [entity])
    ]
    return tuple(
        sorted(kept, key=lambda entity: (entity.offset, -entity.length, entity.type not in QUOTATION))
    )


def _without(entity: Entity, holes: list[Entity]) -> list[Entity]:
    pieces = [entity]
    for hole in holes:
        pieces = [rest for piece in pieces for rest in _cut(piece, hole)]
    return pieces


def _cut(entity: Entity, hole: Entity) -> list[Entity]:
    if not entity.meets(hole):
        return [entity]
    before = replace(entity, length=hole.offset - entity.offset)
    after = replace(entity, offset=hole.end, length=entity.end - hole.end)
    return [piece for piece in (before, after) if piece.length > 0]
