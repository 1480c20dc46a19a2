"""Grouping of the updates that wait in a chat: a batch is one of them, or messages that belong together.

Apps cut a long text into several messages, and send albums and forwards as several, in quick succession and
with nothing that says how many there are. So such messages wait until no more of them have come for a silence
period. Other updates do not wait for them.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from aiogram.enums import ChatType
from aiogram.types import Message, Update
from aiogram.types.update import UpdateTypeLookupError

from bot.inbox.messages import DraftSource, SourceKind, command_of, draft_sources
from bot.menu import COMMANDS
from posts.limits import MAX_FILE_BYTES
from posts.texts import utf16
from posts.texts.cuts import may_be_cut, may_continue

_COMMANDS: Final = {"start", *COMMANDS}
_MAX_COMMAND_CHARACTERS: Final = 64
# Between two parts of a text an album may come, but hardly more.
_MESSAGES_LOOKED_BACK: Final = 10
# Messages that are handled together are in memory together, and stored before anything is changed.
_MAX_BATCH_BYTES: Final = MAX_FILE_BYTES


@dataclass(frozen=True, slots=True)
class ParsedUpdate:
    """Update from the inbox; `update` is None if aiogram cannot read `raw`, `age` is since its receipt."""

    update_id: int
    raw: Mapping[str, Any]
    update: Update | None
    age: timedelta


@dataclass(frozen=True, slots=True)
class Batch:
    """Updates that are handled together: one, or those of a group, whose `messages` are as last edited.

    A group with large files becomes several batches.
    """

    updates: tuple[ParsedUpdate, ...]
    messages: tuple[Message, ...] = ()

    @property
    def ids(self) -> list[int]:
        return [one.update_id for one in self.updates]

    @property
    def request_id(self) -> str:
        """The id of the batch in the logs: that of its first update."""
        return f"update-{self.updates[0].update_id}"

    @property
    def kind(self) -> str:
        """The type of the update for metrics, such as `callback_query`; `message_group` of a group."""
        if len(self.updates) > 1:
            return "message_group"
        try:
            return self.updates[0].update.event_type if self.updates[0].update else "unreadable"
        except UpdateTypeLookupError:
            return "other"


@dataclass(frozen=True, slots=True)
class Wait:
    """No batch yet: all waiting updates are of a group, which is complete if nothing comes for this time."""

    time: timedelta


def next_batch(
    waiting: Sequence[ParsedUpdate], silence_period: timedelta, *, is_complete: bool = False
) -> Batch | Wait:
    """Return what to handle of at least one waiting update, in the order of their ids.

    With `is_complete`, a group does not wait for more.
    """
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
    """Return the first messages of a private chat that belong together, and their edits; empty if none do."""
    group: list[ParsedUpdate] = []
    messages: dict[int, Message] = {}
    for one in waiting:
        message, edited = _private_message(one), one.update and one.update.edited_message
        if message and (_belongs_to(message, messages.values()) if group else _more_may_follow(message)):
            messages[message.message_id] = message
            group.append(one)
        elif edited and edited.message_id in messages:
            group.append(one)
    return group


def _private_message(one: ParsedUpdate) -> Message | None:
    """Return the message of a private chat; in groups, messages are handled one by one."""
    message = one.update.message if one.update else None
    return message if message and message.chat.type == ChatType.PRIVATE else None


def _batch_of(group: Sequence[ParsedUpdate]) -> Batch:
    """Return as much of a group as is prepared together; the rest is the next batch."""
    messages = {message.message_id: message for one in group if (message := _message_or_edit(one))}
    first = _first_portion(draft_sources([messages[number] for number in sorted(messages)]))
    updates = (one for one in group if (message := _message_or_edit(one)) and message.message_id in first)
    return Batch(tuple(updates), tuple(messages[number] for number in sorted(first)))


def _first_portion(sources: Sequence[DraftSource]) -> set[int]:
    """Return the ids of the first messages whose files fit in memory together; of one source at least."""
    first, size = set[int](), 0
    for source in sources:
        size += _size_to_fetch(source)
        if first and size > _MAX_BATCH_BYTES:
            break
        first.update(message.message_id for message in source.messages)
    return first


def _size_to_fetch(source: DraftSource) -> int:
    """Return the file's size in bytes; 0 if it is too large to be published."""
    document = source.messages[0].document if source.kind is SourceKind.FILE else None
    size = (document.file_size or 0) if document else 0
    return size if size <= MAX_FILE_BYTES else 0


def _message_or_edit(one: ParsedUpdate) -> Message | None:
    return (one.update.message or one.update.edited_message) if one.update else None


def _more_may_follow(message: Message) -> bool:
    """Return whether the message is forwarded, of an album, or may be a part of a long text."""
    if message.forward_origin or message.media_group_id:
        return True
    text = message.text or ""
    command = command_of(message)
    is_content = command not in _COMMANDS or (command == "new" and "\n" in text)
    return is_content and (may_be_cut(text) or utf16.has_cut_pair(text))


def _belongs_to(message: Message, before: Iterable[Message]) -> bool:
    """Return whether the message belongs to the group of those before, or may begin one."""
    if _more_may_follow(message):
        return True
    text = message.text or ""
    # The last part of a long text may begin with a command, but is hardly one and nothing else.
    if not text or (command_of(message) in _COMMANDS and len(text) <= _MAX_COMMAND_CHARACTERS):
        return False
    return any(_continues(one, message) for one in deque(before, _MESSAGES_LOOKED_BACK))


def _continues(before: Message, message: Message) -> bool:
    length = 0 if before.forward_origin else utf16.length(before.text or "")
    return may_continue(length, before.date, message.date)
