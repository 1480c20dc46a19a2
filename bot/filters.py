"""Who may go where."""

from typing import Any

from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message, TelegramObject
from magic_filter import MagicFilter

from auth.errors import NotRegistered
from auth.models import User


class When(BaseFilter):
    """A magic filter that is asked in the loop: aiogram itself takes a thread for each."""

    def __init__(self, magic: MagicFilter) -> None:
        self._magic = magic

    async def __call__(self, event: TelegramObject) -> Any:
        return self._magic.resolve(event)


class OnCard(BaseFilter):
    """Gives the handler the `card` whose button was pressed, unless it is too old for Telegram to show it."""

    async def __call__(self, call: CallbackQuery) -> bool | dict[str, Message]:
        return {"card": call.message} if isinstance(call.message, Message) else False


class Registered(BaseFilter):
    """Gives the handler its `author`; a stranger reads how to become one."""

    async def __call__(self, _event: TelegramObject, user: User | None) -> dict[str, User]:
        if user is None:
            raise NotRegistered
        return {"author": user}


class Stranger(BaseFilter):
    async def __call__(self, _event: TelegramObject, user: User | None) -> bool:
        return user is None
