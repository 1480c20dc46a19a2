"""Messages: what they say, which of them belong together, and the command in them.

Apps cut a long text into several messages: joined, they are one again, with its formatting.
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
from posts.texts.cuts import goes_on, is_full
from posts.titles import folded


class Kind(Enum):
    TEXT = auto()
    FILE = auto()
    FORWARDED = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Bundle:
    """What becomes one paste; of kind OTHER, what can become none."""

    kind: Kind
    messages: tuple[Message, ...]


def bundles_of(messages: Sequence[Message]) -> list[Bundle]:
    """`messages` in the order of their ids. A text goes on also behind what came between its messages."""
    written = [one for one in messages if not one.forward_origin and _kind_of(one) is Kind.TEXT]
    texts = {text[0].message_id: Bundle(Kind.TEXT, tuple(text)) for text in together(written)}
    runs = groupby(messages, key=lambda message: bool(message.forward_origin))
    return [
        bundle
        for is_forwarded, run in runs
        for bundle in (_conversation(list(run)) if is_forwarded else _own(list(run), texts))
    ]


def together(run: Sequence[Message]) -> list[list[Message]]:
    """A text goes on in the next message if it fills its own."""
    texts: list[list[Message]] = []
    for message in run:
        before = texts[-1][-1] if texts else None
        if before and goes_on(utf16.length(text_of(before)), written_at(before), written_at(message)):
            texts[-1].append(message)
        else:
            texts.append([message])
    return texts


def _conversation(run: Sequence[Message]) -> Iterator[Bundle]:
    """What was forwarded in one go: all that was said, and each file."""
    said = tuple(message for message in run if not message.document)
    if said:
        yield Bundle(Kind.FORWARDED if any(map(text_of, said)) else Kind.OTHER, said)
    yield from (Bundle(Kind.FILE, (message,)) for message in run if message.document)


def _own(run: Sequence[Message], texts: Mapping[int, Bundle]) -> list[Bundle]:
    """`texts` by their first messages."""
    bundles = [
        *(texts[one.message_id] for one in run if one.message_id in texts),
        *(Bundle(Kind.FILE, (one,)) for one in run if _kind_of(one) is Kind.FILE),
        *_others([one for one in run if _kind_of(one) is Kind.OTHER]),
    ]
    return sorted(bundles, key=lambda bundle: bundle.messages[0].message_id)


def _others(alike: Sequence[Message]) -> Iterator[Bundle]:
    """Told of once; but the words under each can be published."""
    captioned = [message for message in alike if message.caption]
    yield from (Bundle(Kind.OTHER, (message,)) for message in captioned)
    if alike and not captioned:
        yield Bundle(Kind.OTHER, tuple(alike))


def _kind_of(message: Message) -> Kind:
    if message.document:
        return Kind.FILE
    return Kind.TEXT if message.text else Kind.OTHER


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


_COMMAND: Final = re.compile(r"/(\w+)(@\w+)?")
_NEW: Final = re.compile(r"/new(@\w+)?(?!\S)", re.IGNORECASE)


def title_in(message: Message) -> str:
    """The title behind `/new`, of any length; empty where there is none."""
    line = text_of(message).partition("\n")[0]
    command = _NEW.match(line) if not message.forward_origin else None
    return folded(line[command.end() :]) if command else ""


def below_command(message: Message) -> Message:
    """The message as if it had begun below a `/new`."""
    is_new = message.text and not message.forward_origin and _NEW.match(message.text)
    return without_first_line(message) if is_new else message


def command_of(message: Message) -> str | None:
    """The command that a message begins with; a path such as `/usr/bin` or a file's caption is none.

    Nor is one what a text begins with that may be a part of a longer one; but `/new` has its text below it.
    """
    text = message.text or ""
    found = _COMMAND.fullmatch(next(iter(text.split(maxsplit=1)), ""))
    command = found[1].lower() if found and text.startswith("/") else None
    return None if command != "new" and is_full(text) else command


def stored(message: Message) -> str:
    """Without the message that it replies to: that could be as long again. All of it is ASCII: a text may be
    cut between the halves of a surrogate pair."""
    told = message.model_dump(
        mode="json", by_alias=True, exclude_unset=True, exclude_none=True, exclude={"reply_to_message"}
    )
    return json.dumps(told)


def message_in(told: str | bytes, bot: Bot) -> Message:
    return Message.model_validate(json.loads(told), context={"bot": bot})
