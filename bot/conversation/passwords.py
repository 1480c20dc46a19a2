"""What may be a password or a code. Nothing else is deleted as one: it may be the only copy of a text."""

import re
from typing import Final

from aiogram.enums import MessageEntityType
from aiogram.filters import BaseFilter
from aiogram.types import Message

from auth.passwords import MAX_LENGTH

# Nobody gives them to a password; of other signs (`**`) an app makes bold while somebody types one.
_OF_TEXTS: Final = frozenset(
    {
        MessageEntityType.PRE,
        MessageEntityType.BLOCKQUOTE,
        MessageEntityType.EXPANDABLE_BLOCKQUOTE,
        MessageEntityType.TEXT_LINK,
    }
)
_CODE: Final = re.compile(r"\s*(\d[\s-]*){4,8}")


class Password(BaseFilter):
    """Gives the handler the `password`: the message, or what stands `behind` that many of its words.

    It is one line, is not too long, is not set as a text, and nobody else has said it.
    """

    def __init__(self, behind: int = 0) -> None:
        self._behind = behind

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        parts = (message.text or "").split(maxsplit=self._behind) if self._behind else [message.text or ""]
        if len(parts) <= self._behind or message.forward_origin or _is_set(message):
            return False
        password = parts[-1]
        is_one = bool(password) and "\n" not in password and len(password) <= MAX_LENGTH
        return {"password": password} if is_one else False


def may_be_code(message: Message) -> bool:
    """A one-time code, perhaps mistyped."""
    return bool(_CODE.fullmatch(message.text or "")) and not message.forward_origin


def _is_set(message: Message) -> bool:
    return any(entity.type in _OF_TEXTS for entity in message.entities or ())
