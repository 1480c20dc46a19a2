"""Messages: their texts and commands, and which of them make one draft.

Apps cut a long text into several messages; joined, they are one text again, with its formatting.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from itertools import groupby
from typing import Final

from aiogram import Bot
from aiogram.types import Message, MessageEntity

from bot.formatting.drafts import FormattedText, TextEntity
from posts.texts import utf16
from posts.texts.cuts import may_be_cut, may_continue
from posts.titles import to_one_line

_COMMAND: Final = re.compile(r"/(\w+)(@\w+)?")
_NEW: Final = re.compile(r"/new(@\w+)?(?!\S)", re.IGNORECASE)


class SourceKind(Enum):
    """FILE: a document; FORWARDED: a conversation; OTHER: pictures and the like, which make no draft."""

    TEXT = auto()
    FILE = auto()
    FORWARDED = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class DraftSource:
    """Messages that make one draft, in the order of their ids."""

    kind: SourceKind
    messages: tuple[Message, ...]


def draft_sources(messages: Sequence[Message]) -> list[DraftSource]:
    """Divide messages, which are in the order of their ids, into sources.

    A text may continue after other messages that came between its parts.
    """
    written = [one for one in messages if not one.forward_origin and _kind_of(one) is SourceKind.TEXT]
    texts = {text[0].message_id: DraftSource(SourceKind.TEXT, tuple(text)) for text in split_texts(written)}
    runs = groupby(messages, key=lambda message: bool(message.forward_origin))
    return [
        source
        for is_forwarded, run in runs
        for source in (_forwarded_sources(list(run)) if is_forwarded else _own_sources(list(run), texts))
    ]


def split_texts(run: Sequence[Message]) -> list[list[Message]]:
    """Return the messages of each text: it continues in one that comes right after one that it fills."""
    texts: list[list[Message]] = []
    for message in run:
        before = texts[-1][-1] if texts else None
        if before and may_continue(utf16.length(text_of(before)), written_at(before), written_at(message)):
            texts[-1].append(message)
        else:
            texts.append([message])
    return texts


def _forwarded_sources(run: Sequence[Message]) -> Iterator[DraftSource]:
    """Yield one source for all forwarded texts, and one for each file."""
    spoken = tuple(message for message in run if not message.document)
    if spoken:
        yield DraftSource(SourceKind.FORWARDED if any(map(text_of, spoken)) else SourceKind.OTHER, spoken)
    yield from (DraftSource(SourceKind.FILE, (message,)) for message in run if message.document)


def _own_sources(run: Sequence[Message], texts: Mapping[int, DraftSource]) -> list[DraftSource]:
    """Return the sources in messages that are not forwarded; `texts` are by the id of their first part."""
    sources = [
        *(texts[one.message_id] for one in run if one.message_id in texts),
        *(DraftSource(SourceKind.FILE, (one,)) for one in run if _kind_of(one) is SourceKind.FILE),
        *_other_sources([one for one in run if _kind_of(one) is SourceKind.OTHER]),
    ]
    return sorted(sources, key=lambda source: source.messages[0].message_id)


def _other_sources(run: Sequence[Message]) -> Iterator[DraftSource]:
    """Yield one source for each caption, which can be published, or one for all messages if none has any."""
    captioned = [message for message in run if message.caption]
    yield from (DraftSource(SourceKind.OTHER, (message,)) for message in captioned)
    if run and not captioned:
        yield DraftSource(SourceKind.OTHER, tuple(run))


def _kind_of(message: Message) -> SourceKind:
    if message.document:
        return SourceKind.FILE
    return SourceKind.TEXT if message.text else SourceKind.OTHER


def text_of(message: Message) -> str:
    """Return the text, or the caption."""
    return message.text or message.caption or ""


def written_at(message: Message) -> datetime:
    """Return when the author wrote the message, which may have been forwarded later."""
    return message.forward_origin.date if message.forward_origin else message.date


def joined(messages: Sequence[Message]) -> FormattedText:
    """Return the text of all messages, with entities that were cut in two joined again."""
    units, entities = 0, list[TextEntity]()
    latest: list[int] = []  # indices of the entities of the last message that had a text
    for message in filter(text_of, messages):
        ending = sorted(place for place in latest if _end(entities[place]) == units)
        latest = [
            _add(entities, _text_entity(entity, units), ending if entity.offset == 0 else ())
            for entity in message.entities or message.caption_entities or ()
        ]
        units += utf16.length(text_of(message))
    return FormattedText(utf16.merge_surrogates("".join(map(text_of, messages))), tuple(entities))


def _without_first_line(message: Message) -> Message:
    line, _, rest = (message.text or "").partition("\n")
    removed = utf16.length(line) + 1
    entities = [_moved(entity, -removed) for entity in message.entities or () if entity.offset >= removed]
    return message.model_copy(update={"text": rest, "entities": entities or None})


def _moved(entity: MessageEntity, units: int) -> MessageEntity:
    return entity.model_copy(update={"offset": entity.offset + units})


def _text_entity(entity: MessageEntity, units: int) -> TextEntity:
    return TextEntity(entity.type, entity.offset + units, entity.length, entity.url, entity.language)


def _add(entities: list[TextEntity], entity: TextEntity, places: Iterable[int]) -> int:
    """Lengthen one of the entities at these places, or append this one; return its place."""
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


def title_in(message: Message) -> str:
    """Return the title behind `/new`, of any length; empty if there is none or the message is forwarded."""
    line = text_of(message).partition("\n")[0]
    command = _NEW.match(line) if not message.forward_origin else None
    return to_one_line(line[command.end() :]) if command else ""


def below_command(message: Message) -> Message:
    """Return the message without its first line if that is `/new` and the message is not forwarded."""
    is_new = message.text and not message.forward_origin and _NEW.match(message.text)
    return _without_first_line(message) if is_new else message


def command_of(message: Message) -> str | None:
    """Return the command that a message begins with; a path such as `/usr/bin` or a caption is none.

    Neither is the beginning of a text that may be a part of a longer one, except for `/new` above a text.
    """
    text = message.text or ""
    found = _COMMAND.fullmatch(next(iter(text.split(maxsplit=1)), ""))
    command = found[1].lower() if found and text.startswith("/") else None
    return None if command != "new" and may_be_cut(text) else command


def message_json(message: Message) -> str:
    """Return the message as JSON, without the message that it replies to, which could be as long.

    It is ASCII, since a text may be cut between the halves of a surrogate pair.
    """
    fields = message.model_dump(
        mode="json", by_alias=True, exclude_unset=True, exclude_none=True, exclude={"reply_to_message"}
    )
    return json.dumps(fields)


def parse_message(text: str | bytes, bot: Bot) -> Message:
    """Return the message in JSON of `message_json`."""
    return Message.model_validate(json.loads(text), context={"bot": bot})
