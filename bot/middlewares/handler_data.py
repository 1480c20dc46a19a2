"""What one attempt at an update has: its services, within a transaction, and what comes of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, fields
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Chat, Message, TelegramObject
from aiogram.types import User as TelegramUser

from auth.models import TelegramId
from bot.context import House
from bot.conversation.conversations import PendingConversation
from bot.inbox.submit import Submission
from bot.outbox.replies import Answer
from bot.services import Services, meet
from kernel.chats.conversations import ConversationKey

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(slots=True)
class Handling:
    """`group`: the messages that are handled together, none for an update of its own. `also`: what is to be
    said even where the handler raises an error of ours. `goes_on`: the handler has done a part, and is called
    once more for the rest, in another transaction."""

    services: Services
    group: tuple[Message, ...] = ()
    conversation: PendingConversation | None = None
    also: list[Answer] = field(default_factory=list)
    goes_on: bool = False


class HandlingMiddleware(BaseMiddleware):
    """Gives handlers the services by their names."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        handling: Handling = data["handling"]
        services = handling.services
        data.update({one.name: getattr(services, one.name) for one in fields(services)})
        data.update(services=services, group=handling.group)
        return await handler(event, data)


class ConversationMiddleware(BaseMiddleware):
    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        person: TelegramUser | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if person is None:
            return None
        handling: Handling = data["handling"]
        key = StorageKey(data["bot"].id, chat.id if chat else person.id, person.id)
        known = await handling.services.conversations.find(
            ConversationKey(key.bot_id, key.chat_id, key.user_id)
        )
        handling.conversation = PendingConversation(key, known)
        data.update(state=FSMContext(handling.conversation, key), raw_state=known.state)
        return await handler(event, data)


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
