"""Which messages may have more to them."""

from typing import Final

from aiogram import Bot
from aiogram.filters import BaseFilter
from aiogram.types import Message

from bot.menu import COMMANDS
from bot.middlewares.commands import command_of
from bot.taking.pieces import message_of
from posts.gathering import Gathering
from posts.texts import utf16
from posts.texts.cuts import goes_on, is_full

_COMMANDS: Final = {"start", *COMMANDS}
_LONGEST_COMMAND: Final = 64  # characters


class Belongs(BaseFilter):
    """A long text, an album, what is forwarded; and the text that comes right after such."""

    async def __call__(self, message: Message, bot: Bot, gathering: Gathering) -> bool:
        if message.forward_origin or message.media_group_id:
            return True
        text = message.text or ""
        command = command_of(message)
        is_content = command not in _COMMANDS or (command == "new" and "\n" in text)
        if is_content and (is_full(text) or utf16.is_torn(text)):
            return True
        # The end of a long text may begin with any word, but hardly is one command and nothing else.
        if not text or (command in _COMMANDS and len(text) <= _LONGEST_COMMAND):
            return False
        waiting = await gathering.waiting(bot.id, message.chat.id)
        return any(_goes_on(message_of(piece, bot), message) for piece in waiting)


def _goes_on(before: Message, message: Message) -> bool:
    length = 0 if before.forward_origin else utf16.length(before.text or "")
    return goes_on(length, before.date, message.date)
