"""Telegram's texts: joining those that an app has cut, with their formatting."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from aiogram.types import Message, MessageEntity

from bot.formatting.drafts import FormattedText, TextEntity
from posts.texts import utf16


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
    units, entities = 0, list[TextEntity]()
    latest: list[int] = []  # places of the entities of the last message that had a text
    for message in filter(text_of, messages):
        ending = sorted(place for place in latest if _end(entities[place]) == units)
        latest = [
            _add(entities, _text_entity(entity, units), ending if entity.offset == 0 else ())
            for entity in entities_of(message)
        ]
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


def _text_entity(entity: MessageEntity, units: int) -> TextEntity:
    """`units` further on."""
    return TextEntity(entity.type, entity.offset + units, entity.length, entity.url, entity.language)


def _add(entities: list[TextEntity], entity: TextEntity, places: Iterable[int]) -> int:
    """Make one of the entities at these places longer, or add this one; return the place where it is."""
    for place in places:
        before = entities[place]
        if _end(before) == entity.offset and _are_alike(before, entity):
            entities[place] = replace(before, length=before.length + entity.length)
            return place
    entities.append(entity)
    return len(entities) - 1


def _end(entity: TextEntity) -> int:
    return entity.offset + entity.length


def _are_alike(one: TextEntity, other: TextEntity) -> bool:
    return replace(one, offset=other.offset, length=other.length) == other
