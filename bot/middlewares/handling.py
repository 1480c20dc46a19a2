"""What one attempt at an update has: its services, within a transaction, and what comes of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, fields
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject

from bot.conversation.conversations import PendingConversation
from bot.outbox.answers import Answer
from bot.services import Services

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
