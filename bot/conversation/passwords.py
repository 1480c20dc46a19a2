"""Messages that may be a password or a code, which are deleted; a text may have no other copy, and stays."""

import re
from typing import Final

from aiogram.enums import MessageEntityType
from aiogram.filters import BaseFilter
from aiogram.types import Message

from auth.passwords import MAX_LENGTH

# Entities that no password has. Apps make others, such as bold, of characters in one (`**`).
_TEXT_ENTITIES: Final = frozenset(
    {
        MessageEntityType.PRE,
        MessageEntityType.BLOCKQUOTE,
        MessageEntityType.EXPANDABLE_BLOCKQUOTE,
        MessageEntityType.TEXT_LINK,
    }
)
_CODE: Final = re.compile(r"\s*(\d[\s-]*){4,8}")


class Password(BaseFilter):
    """Gives the handler the `password`: the message, or what follows its first `behind` words.

    It has one line of a password's length and no entities of a text, and is not forwarded.
    """

    def __init__(self, behind: int = 0) -> None:
        self._behind = behind

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        parts = (message.text or "").split(maxsplit=self._behind) if self._behind else [message.text or ""]
        if len(parts) <= self._behind or message.forward_origin or _has_text_entities(message):
            return False
        password = parts[-1]
        is_password = bool(password) and "\n" not in password and len(password) <= MAX_LENGTH
        return {"password": password} if is_password else False


def may_be_code(message: Message) -> bool:
    """Return whether the message looks like a one-time code, perhaps mistyped."""
    return bool(_CODE.fullmatch(message.text or "")) and not message.forward_origin


def _has_text_entities(message: Message) -> bool:
    return any(entity.type in _TEXT_ENTITIES for entity in message.entities or ())
