"""A card asks for no longer than the bot waits for the answer.

Where another button of it is pressed the question ends, since the card shows something else; where the
question ends otherwise (by a command, or because another card asks), the card shows its paste again.
"""

from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from bot.cards.callbacks import SendFile, TakeTitle
from bot.conversation.card_flow import Asked, asked_by, put_back, shows
from bot.conversation.passwords import may_be_code
from bot.conversation.states import Registering, Resetting
from bot.inbox.messages import command_of
from bot.menu import COMMANDS
from bot.middlewares.handler_data import Handler, Handling
from bot.outbox.replies import Answer, answers_in
from kernel.errors import AppError

# A file comes beside the card; and who is sure of a title has answered.
_GOING_ON: Final = {SendFile.__prefix__, TakeTitle.__prefix__}


class QuestionMiddleware(BaseMiddleware):
    """For updates, where it is known who is there."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        state: FSMContext | None = data.get("state")
        asked = await asked_by(state) if state else None
        if state is None or asked is None or not asked.card or not isinstance(event, Update):
            return await handler(event, data)
        if event.callback_query and _ends(event.callback_query, asked):
            await state.clear()
        try:
            result = await handler(event, data)
        except AppError:
            handling: Handling = data["handling"]
            handling.also += await _left(asked, [], data)
            raise
        is_answer = not event.callback_query and not _is_command(event, data["raw_state"])
        # Who takes an answer sees to the card.
        return result if is_answer else [*answers_in(result), *await _left(asked, answers_in(result), data)]


def _ends(call: CallbackQuery, asked: Asked) -> bool:
    is_here = call.message is not None and call.message.message_id == asked.card
    kind = (call.data or "").partition(":")[0]
    return is_here and kind not in _GOING_ON


def _is_command(update: Update, waiting_for: str) -> bool:
    return update.message is not None and interrupts(update.message, waiting_for)


async def _left(asked: Asked, answers: list[Answer], data: dict[str, Any]) -> list[Answer]:
    """The card that has asked, unless it does so still or is shown already."""
    if (await asked_by(data["state"])).card == asked.card or shows(answers, asked.card):
        return []
    if data["user"] is None:
        return []
    return [await put_back(asked, data["event_chat"].id, data["user"], data["services"].posts, data["cards"])]


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
