"""Who may go where."""

from aiogram.filters import BaseFilter
from aiogram.types import TelegramObject

from auth.errors import NotRegistered
from auth.models import User


class Registered(BaseFilter):
    """Gives the handler its `author`; a stranger reads how to become one."""

    async def __call__(self, _event: TelegramObject, user: User | None) -> dict[str, User]:
        if user is None:
            raise NotRegistered
        return {"author": user}


class Stranger(BaseFilter):
    async def __call__(self, _event: TelegramObject, user: User | None) -> bool:
        return user is None
