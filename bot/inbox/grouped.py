"""Lets messages that belong together through to the handlers of such."""

from aiogram.filters import BaseFilter
from aiogram.types import Message, TelegramObject


class Grouped(BaseFilter):
    """A long text, an album, what is forwarded; and the text that came right after such."""

    async def __call__(self, _event: TelegramObject, group: tuple[Message, ...]) -> bool:
        return bool(group)
