"""Ends of open questions without an answer: by a command, or by another button of the card that asked.

The card then shows its paste again.
"""

from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from bot.cards.callbacks import SendFile, TakeTitle
from bot.conversation.card_flow import CardQuestion, card_question_in, is_changed, restored_card
from bot.conversation.passwords import may_be_code
from bot.conversation.states import Registering, Resetting
from bot.inbox.messages import command_of
from bot.menu import COMMANDS
from bot.middlewares.handler_data import Handler, UpdateAttempt
from bot.outbox.replies import Reply, replies_in
from kernel.errors import AppError

# A file does not replace the question, and a confirmed title is an answer.
_CONTINUING: Final = {SendFile.__prefix__, TakeTitle.__prefix__}


class QuestionMiddleware(BaseMiddleware):
    """Ends a card's question when a button of the card is pressed; restores the card once it asks no more."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        state: FSMContext = data["state"]
        asked = await card_question_in(state)
        if asked is None or not isinstance(event, Update):
            return await handler(event, data)
        if event.callback_query and _ends(event.callback_query, asked):
            await state.clear()
        try:
            result = await handler(event, data)
        except AppError:
            attempt: UpdateAttempt = data["attempt"]
            attempt.error_replies += await _restored(asked, [], data)
            raise
        if not event.callback_query and not _is_command(event, data["raw_state"]):
            return result  # the handler of an answer changes the card itself
        replies = replies_in(result)
        return [*replies, *await _restored(asked, replies, data)]


def _ends(call: CallbackQuery, asked: CardQuestion) -> bool:
    is_here = call.message is not None and call.message.message_id == asked.card
    kind = (call.data or "").partition(":")[0]
    return is_here and kind not in _CONTINUING


def _is_command(update: Update, waiting_for: str) -> bool:
    return update.message is not None and interrupts(update.message, waiting_for)


async def _restored(asked: CardQuestion, replies: list[Reply], data: dict[str, Any]) -> list[Reply]:
    """Return the card without its question; nothing if it still asks or is changed by the replies."""
    now = await card_question_in(data["state"])
    is_asking = now is not None and now.card == asked.card
    if is_asking or is_changed(asked.card, replies) or data["user"] is None:
        return []
    return [
        await restored_card(asked, data["event_chat"].id, data["user"], data["services"].posts, data["cards"])
    ]


# Reading the help does not end a question.
_INTERRUPTING: Final = {"start", *COMMANDS} - {"help"}
# A stranger has to choose a username before the other commands.
_INTERRUPTING_STRANGERS: Final = {"start", "login", "reset", "cancel"}


class CommandMiddleware(BaseMiddleware):
    """Ends the open question at a command; gives the handler of /cancel its state as `interrupted`."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        waiting_for = data.get("raw_state")
        if isinstance(event, Message) and waiting_for and interrupts(event, waiting_for):
            state: FSMContext = data["state"]
            await state.clear()
            data.update(raw_state=None, interrupted=waiting_for)
        return await handler(event, data)


def interrupts(message: Message, waiting_for: str) -> bool:
    """Return whether the message ends the question; after an expired code, all but codes and /help do."""
    command = command_of(message)
    if waiting_for == Resetting.over.state and not may_be_code(message):
        return command != "help"
    is_stranger = waiting_for == Registering.username.state
    return command in (_INTERRUPTING_STRANGERS if is_stranger else _INTERRUPTING)
