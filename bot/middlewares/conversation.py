"""Gives handlers the conversation of its author with the bot: `state`, and `raw_state` for filters."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Chat, TelegramObject
from aiogram.types import User as TelegramUser

from bot.conversation.conversations import PendingConversation
from bot.middlewares.handling import Handler, Handling
from kernel.chats.conversations import ConversationKey


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
