"""Which messages may have more to them."""

from collections import deque
from collections.abc import Iterable
from typing import Final

from aiogram.types import Message

from bot.inbox.messages import command_of
from bot.menu import COMMANDS
from posts.texts import utf16
from posts.texts.cuts import may_be_cut, may_continue

_COMMANDS: Final = {"start", *COMMANDS}
_LONGEST_COMMAND: Final = 64  # characters
# Between two parts of a text may come a part of an album, but hardly more.
_BEFORE: Final = 10  # messages


def more_may_follow(message: Message) -> bool:
    """Whether it is a part of an album or of a long text, or is forwarded."""
    if message.forward_origin or message.media_group_id:
        return True
    text = message.text or ""
    command = command_of(message)
    is_content = command not in _COMMANDS or (command == "new" and "\n" in text)
    return is_content and (may_be_cut(text) or utf16.has_cut_pair(text))


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
    return may_continue(length, before.date, message.date)
