"""Telegram's texts: joining those that an app has cut, with their formatting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram.types import Message, MessageEntity

from posts.texts import utf16


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Offsets of entities are in UTF-16 code units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


def text_of(message: Message) -> str:
    """A text, or what stands under a picture or a file."""
    return message.text or message.caption or ""


def entities_of(message: Message) -> Sequence[MessageEntity]:
    return message.entities or message.caption_entities or ()


def written_at(message: Message) -> datetime:
    """When its author sent it: of what is forwarded, not when it was forwarded."""
    return message.forward_origin.date if message.forward_origin else message.date


def joined(messages: Sequence[Message]) -> FormattedText:
    """In order, with nothing between; a bold word that was cut in two is one again."""
    units, entities = 0, list[MessageEntity]()
    for message in messages:
        for entity in entities_of(message):
            _add(entities, _moved(entity, units), seam=units)
        units += utf16.length(text_of(message))
    return FormattedText(utf16.mended("".join(map(text_of, messages))), tuple(entities))


def without_first_line(message: Message) -> Message:
    """A text with a command in its first line, as if it had begun below."""
    line, _, rest = (message.text or "").partition("\n")
    gone = utf16.length(line) + 1
    kept = [_moved(entity, -gone) for entity in message.entities or () if entity.offset >= gone]
    return message.model_copy(update={"text": rest, "entities": kept or None})


def _moved(entity: MessageEntity, units: int) -> MessageEntity:
    return entity.model_copy(update={"offset": entity.offset + units})


def _add(entities: list[MessageEntity], entity: MessageEntity, seam: int) -> None:
    for place, before in enumerate(entities if entity.offset == seam else ()):
        if before.offset + before.length == seam and _are_alike(before, entity):
            longer = {"length": before.length + entity.length}
            entities[place] = before.model_copy(update=longer)
            return
    entities.append(entity)


def _are_alike(one: MessageEntity, other: MessageEntity) -> bool:
    return one.model_copy(update={"offset": other.offset, "length": other.length}) == other
