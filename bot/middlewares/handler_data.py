"""Arguments of handlers: the services of one attempt at an update, the conversation, and the sender."""

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
from bot.context import AppContext
from bot.conversation.conversations import ConversationStorage
from bot.inbox.submit import Submitter
from bot.outbox.replies import Reply
from bot.services import HandlerContext, Services, find_person
from kernel.chats.conversations import ConversationKey

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(slots=True)
class UpdateAttempt:
    """Attempt at an update, or at a group of messages, in the transaction of its `services`.

    `group` has the grouped messages, and is empty for a single update. `error_replies` are sent before the
    text of an AppError that the handler raises, and only then. A handler that sets `has_more` is called again
    for the same update, in another transaction.
    """

    services: Services
    group: tuple[Message, ...] = ()
    conversation: ConversationStorage | None = None
    error_replies: list[Reply] = field(default_factory=list)
    has_more: bool = False


class ServicesMiddleware(BaseMiddleware):
    """Gives handlers each of the `services` by its name, all of them, and the attempt's `group`."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        attempt: UpdateAttempt = data["attempt"]
        services = attempt.services
        data.update({service.name: getattr(services, service.name) for service in fields(services)})
        data.update(services=services, group=attempt.group)
        return await handler(event, data)


class ConversationMiddleware(BaseMiddleware):
    """Gives handlers the conversation with the sender as `state`, and its state for filters as `raw_state`.

    Updates without a sender, such as those of channels, are dropped.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        person: TelegramUser | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if person is None:
            return None
        attempt: UpdateAttempt = data["attempt"]
        key = StorageKey(data["bot"].id, chat.id if chat else person.id, person.id)
        conversation = await attempt.services.conversations.find(
            ConversationKey(key.bot_id, key.chat_id, key.user_id)
        )
        attempt.conversation = ConversationStorage(key, conversation)
        data.update(state=FSMContext(attempt.conversation, key), raw_state=conversation.state)
        return await handler(event, data)


class PersonMiddleware(BaseMiddleware):
    """Gives handlers the sender's account as `user` (None for a stranger), and what depends on it.

    These are `words` and `cards` in the sender's language, `context` and `submitter`.
    """

    def __init__(self, app: AppContext) -> None:
        self._app = app

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        person: TelegramUser = data["event_from_user"]
        services: Services = data["services"]
        chat: Chat | None = data.get("event_chat")
        is_private = chat is not None and chat.type == ChatType.PRIVATE
        sender = await find_person(
            services, self._app, TelegramId(person.id), person.language_code, is_writing=is_private
        )
        context = HandlerContext(
            services,
            data["bot"],
            data["state"],
            person,
            sender.user,
            sender.cards,
            data["memory"],
            data["notices"],
        )
        data.update(user=sender.user, words=sender.words, cards=sender.cards)
        data.update(context=context, submitter=Submitter(context))
        return await handler(event, data)
