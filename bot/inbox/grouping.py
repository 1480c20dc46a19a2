"""What to handle next of the updates that wait in a chat: one of them, or messages that belong together.

Apps cut a long text into several messages, and send albums and forwards as several, in quick succession and
with nothing that says how many there are. So messages that may have more to them wait until nothing more of
them has come for a silence period. What else comes meanwhile does not wait for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from aiogram.enums import ChatType
from aiogram.types import Message, Update

from bot.inbox.messages import Bundle, Kind, bundles_of
from bot.inbox.more_follows import belongs_to, more_may_follow
from posts.limits import MAX_FILE_BYTES

# What is handled together is in memory together, and stored before anything is changed.
_FILES_AT_ONCE: Final = MAX_FILE_BYTES  # bytes


@dataclass(frozen=True, slots=True)
class ParsedUpdate:
    """`update` is None where nothing could be made of what Telegram told; `age`: since it was received."""

    update_id: int
    told: Mapping[str, Any]
    update: Update | None
    age: timedelta


@dataclass(frozen=True, slots=True)
class Batch:
    """Updates that are handled together: one, or those of a group, whose `messages` are as last edited; of an
    album of large files, some."""

    updates: tuple[ParsedUpdate, ...]
    messages: tuple[Message, ...] = ()

    @property
    def ids(self) -> list[int]:
        return [one.update_id for one in self.updates]


@dataclass(frozen=True, slots=True)
class Wait:
    """All that waits are messages of a group to which more may come for so long."""

    time: timedelta


def next_batch(
    waiting: Sequence[ParsedUpdate], silence_period: timedelta, *, is_complete: bool = False
) -> Batch | Wait:
    """`waiting`: at least one, in the order of their numbers. `is_complete`: no group waits for more."""
    group = group_in(waiting)
    if not group or waiting[0] is not group[0]:
        return Batch((waiting[0],))
    rest = silence_period - group[-1].age
    if rest <= timedelta() or is_complete:
        return _batch_of(group)
    others = (one for one in waiting if one not in group)
    other = next(others, None)
    return Batch((other,)) if other else Wait(rest)


def group_in(waiting: Sequence[ParsedUpdate]) -> list[ParsedUpdate]:
    """Return the messages that belong together, and edits of them; none where none may have more to it."""
    group: list[ParsedUpdate] = []
    messages: dict[int, Message] = {}
    for one in waiting:
        message, edited = _message_in(one), one.update and one.update.edited_message
        if message and (belongs_to(message, messages.values()) if group else more_may_follow(message)):
            messages[message.message_id] = message
            group.append(one)
        elif edited and edited.message_id in messages:
            group.append(one)
    return group


def _message_in(one: ParsedUpdate) -> Message | None:
    """The message of a private chat, for in groups nothing is grouped."""
    message = one.update.message if one.update else None
    return message if message and message.chat.type == ChatType.PRIVATE else None


def _batch_of(group: Sequence[ParsedUpdate]) -> Batch:
    """As much of a group as is prepared together; the rest of it is the next batch."""
    messages = {message.message_id: message for one in group if (message := _said_in(one))}
    first = _first_portion(bundles_of([messages[number] for number in sorted(messages)]))
    updates = (one for one in group if (message := _said_in(one)) and message.message_id in first)
    return Batch(tuple(updates), tuple(messages[number] for number in sorted(first)))


def _first_portion(bundles: Sequence[Bundle]) -> set[int]:
    """The messages of the first bundles whose files fit in the memory together; of one in any case."""
    first, size = set[int](), 0
    for bundle in bundles:
        size += _size_to_fetch(bundle)
        if first and size > _FILES_AT_ONCE:
            break
        first.update(message.message_id for message in bundle.messages)
    return first


def _size_to_fetch(bundle: Bundle) -> int:
    """In bytes; 0 also of a file that is too large to be published."""
    document = bundle.messages[0].document if bundle.kind is Kind.FILE else None
    size = (document.file_size or 0) if document else 0
    return size if size <= MAX_FILE_BYTES else 0


def _said_in(one: ParsedUpdate) -> Message | None:
    return (one.update.message or one.update.edited_message) if one.update else None
