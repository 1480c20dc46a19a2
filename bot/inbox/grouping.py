"""What to handle next of the updates that wait in a chat: one of them, or messages that belong together.

Apps cut a long text into several messages, and send albums and forwards as several, in quick succession and
with nothing that says how many there are. So messages that may have more to them wait until nothing more of
them has come for a second. What else comes meanwhile does not wait for them.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from aiogram.enums import ChatType
from aiogram.types import Message, Update

from bot.inbox.messages import Bundle, Kind, bundles_of, command_of
from bot.menu import COMMANDS
from posts.sizes import LARGEST
from posts.texts import utf16
from posts.texts.cuts import goes_on, is_full

# What an app cuts it sends in quick succession: a second is more than the network makes of that.
QUIET: Final = timedelta(seconds=1)
_COMMANDS: Final = {"start", *COMMANDS}
_LONGEST_COMMAND: Final = 64  # characters
# Between two parts of a text may come a part of an album, but hardly more.
_BEFORE: Final = 10  # messages
# What is handled together is in memory together, and stored before anything is changed.
_FILES_AT_ONCE: Final = LARGEST  # bytes


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


def next_batch(waiting: Sequence[ParsedUpdate], *, is_complete: bool = False) -> Batch | Wait:
    """`waiting`: at least one, in the order of their numbers. `is_complete`: no group waits for more."""
    group = group_in(waiting)
    if not group or waiting[0] is not group[0]:
        return Batch((waiting[0],))
    rest = QUIET - group[-1].age
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
    return size if size <= LARGEST else 0


def _said_in(one: ParsedUpdate) -> Message | None:
    return (one.update.message or one.update.edited_message) if one.update else None


def more_may_follow(message: Message) -> bool:
    """Whether it is a part of an album or of a long text, or is forwarded."""
    if message.forward_origin or message.media_group_id:
        return True
    text = message.text or ""
    command = command_of(message)
    is_content = command not in _COMMANDS or (command == "new" and "\n" in text)
    return is_content and (is_full(text) or utf16.is_torn(text))


def belongs_to(message: Message, before: Iterable[Message]) -> bool:
    """Whether it goes with messages that came just before it and may have more to them."""
    if more_may_follow(message):
        return True
    text = message.text or ""
    # The end of a long text may begin with any word, but hardly is one command and nothing else.
    if not text or (command_of(message) in _COMMANDS and len(text) <= _LONGEST_COMMAND):
        return False
    return any(_goes_on(one, message) for one in deque(before, _BEFORE))


def _goes_on(before: Message, message: Message) -> bool:
    length = 0 if before.forward_origin else utf16.length(before.text or "")
    return goes_on(length, before.date, message.date)
