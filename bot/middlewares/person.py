"""Who is there (`user`, None for a stranger), how to talk to them (`words`, `cards`), and `submission`, which
takes what they send."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import Chat, TelegramObject
from aiogram.types import User as TelegramUser

from auth.models import TelegramId
from bot.house import House
from bot.inbox.submit import Submission
from bot.middlewares.handling import Handler
from bot.services import Services, meet


class PersonMiddleware(BaseMiddleware):
    def __init__(self, house: House) -> None:
        self._house = house

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        person: TelegramUser | None = data.get("event_from_user")
        if person is None:
            return None
        services: Services = data["services"]
        telegram_id = TelegramId(person.id)
        chat: Chat | None = data.get("event_chat")
        is_private = chat is not None and chat.type == ChatType.PRIVATE
        known = await meet(services, self._house, telegram_id, person.language_code, is_writing=is_private)
        data.update(user=known.user, words=known.words, cards=known.cards)
        data.update(
            submission=Submission(
                services, known.user, person, known.cards, data["bot"], data["state"], data["shown"]
            )
        )
        return await handler(event, data)
