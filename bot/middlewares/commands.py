"""A command ends whatever the bot was waiting for (`interrupted` names it, for /cancel)."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import Message, TelegramObject

from bot.middlewares.transaction import Handler


class CommandMiddleware(BaseMiddleware):
    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        waiting_for = data.get("raw_state")
        if isinstance(event, Message) and is_command(event) and waiting_for:
            state: FSMContext = data["state"]
            await state.clear()
            data.update(raw_state=None, interrupted=waiting_for)
        return await handler(event, data)


def is_command(message: Message) -> bool:
    """Telegram marks commands; a path such as `/usr/bin` or a text of many lines is none."""
    text, entities = message.text or "", message.entities or []
    first = text.split(maxsplit=1)[:1]
    return any(
        entity.type == "bot_command" and entity.offset == 0 and [entity.extract_from(text)] == first
        for entity in entities
    )
