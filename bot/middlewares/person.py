"""Who is there (`user`, None for a stranger), and in which language to talk (`words`, `cards`)."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject
from aiogram.types import User as TelegramUser

from auth.models import TelegramId
from auth.service import AccountService
from bot.cards import Cards
from bot.middlewares.transaction import Handler
from bot.words import words_in
from kernel.address import PublicAddress


class PersonMiddleware(BaseMiddleware):
    def __init__(self, address: PublicAddress) -> None:
        self._address = address

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        person: TelegramUser | None = data.get("event_from_user")
        if person is None:
            return None
        accounts: AccountService = data["accounts"]
        telegram_id = TelegramId(person.id)
        user = await accounts.linked_to(telegram_id)
        # Who talks to us can be told something, whatever we believed. Who has just blocked us says so later.
        await accounts.set_reachable(telegram_id, True)
        chosen = user.language if user else None
        words = words_in(chosen or person.language_code)
        data.update(user=user, words=words, cards=Cards(words, self._address))
        return await handler(event, data)
