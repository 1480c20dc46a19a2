"""A command ends whatever the bot was waiting for (`interrupted` names it, for /cancel); and where nothing
but a dead code is kept out, so does all else."""

from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import Message, TelegramObject

from bot.conversation.passwords import may_be_code
from bot.conversation.states import Registering, Resetting
from bot.inbox.messages import command_of
from bot.menu import COMMANDS
from bot.middlewares.handling import Handler

# Who reads the help in the middle of something wants to go on with it.
_INTERRUPTING: Final = {"start", *COMMANDS} - {"help"}
# A stranger has no use for the others: the name that is asked for comes first.
_INTERRUPTING_STRANGERS: Final = {"start", "login", "reset", "cancel"}


class CommandMiddleware(BaseMiddleware):
    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        waiting_for = data.get("raw_state")
        if isinstance(event, Message) and waiting_for and interrupts(event, waiting_for):
            state: FSMContext = data["state"]
            await state.clear()
            data.update(raw_state=None, interrupted=waiting_for)
        return await handler(event, data)


def interrupts(message: Message, waiting_for: str) -> bool:
    command = command_of(message)
    if waiting_for == Resetting.over.state and not may_be_code(message):
        return command != "help"
    is_stranger = waiting_for == Registering.username.state
    return command in (_INTERRUPTING_STRANGERS if is_stranger else _INTERRUPTING)
