"""`/new title`, with the text from the second line on; of a file, in its caption."""

import re
from typing import Final

from aiogram.types import Message

from bot.taking.texts import text_of, without_first_line
from posts.titles import folded

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
