"""The one place where what went wrong becomes words."""

import secrets
from typing import Any, Final

import structlog
from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, ErrorEvent, InlineKeyboardMarkup, Message, Update
from aiogram.types import User as TelegramUser
from markupsafe import Markup

from bot.answering import Outgoing
from bot.buttons import keyboard
from bot.callbacks import place_of
from bot.errors import words_for
from bot.middlewares.commands import command_of
from bot.outages import Outages, is_outage
from bot.places import way_out
from bot.registration import username_button
from bot.words import words_in
from kernel.errors import AppError
from kernel.phrases import Words
from posts.errors import DraftNotFound, PostNotFound, TooLateToUndo

router = Router()
_OVER: Final = (PostNotFound, TooLateToUndo)
# Telegram Bot API, answerCallbackQuery.
_LONGEST_TOAST: Final = 200  # characters
_log = structlog.get_logger(__name__)


@router.error()
async def explain(
    error: ErrorEvent,
    bot: Bot,
    outgoing: Outgoing,
    outages: Outages,
    words: Words | None = None,
    event_from_user: TelegramUser | None = None,
    *,
    is_last_try: bool = False,
) -> None:
    """Raises SkipHandler where the update is to be tried again: its fault goes on to who tries it."""
    fault, update = error.exception, error.update
    # Without Redis or Postgres nobody could yet be asked for a language: Telegram's has to do.
    words = words or words_in(event_from_user.language_code if event_from_user else None)
    is_waiting = is_outage(fault) and not is_last_try
    if isinstance(fault, AppError):
        text, buttons = words_for(fault, words), _buttons_for(fault, words, update.callback_query)
    else:
        text, buttons = words("error.waits") if is_waiting else _apology(fault, words), None
    if event_from_user and (not is_waiting or outages.is_to_be_told(update.update_id)):
        person, call = event_from_user.id, update.callback_query
        if call and isinstance(fault, DraftNotFound):
            # By the first of two quick presses, and its card tells what became of it.
            outgoing.post(bot, person, [_toast(call, text)])
        else:
            is_over = isinstance(fault, _OVER)
            outgoing.post(bot, person, _answers(update, person, text, buttons, is_over=is_over))
    if is_waiting:
        raise SkipHandler


def _buttons_for(fault: AppError, words: Words, call: CallbackQuery | None) -> InlineKeyboardMarkup | None:
    if call and isinstance(fault, _OVER):
        return keyboard(way_out(words, place_of(call.data or "")))
    suggestion = fault.data.get("suggestion")
    return username_button(words, suggestion) if suggestion else None


def _apology(fault: Exception, words: Words) -> Markup:
    reference = secrets.token_hex(4)
    _log.error("update failed", reference=reference, exc_info=fault)
    return words("error.surprise", reference=reference)


def _toast(call: CallbackQuery, text: Markup | None) -> AnswerCallbackQuery:
    """For a moment on the screen."""
    return AnswerCallbackQuery(callback_query_id=call.id, text=text and text.striptags()[:_LONGEST_TOAST])


def _answers(
    update: Update, person: int, text: Markup, buttons: InlineKeyboardMarkup | None, *, is_over: bool
) -> list[TelegramMethod[Any]]:
    """`is_over`: the paste is gone whose card somebody presses, and the card is to say so."""
    answers: list[TelegramMethod[Any]] = []
    call, message = update.callback_query, update.message or update.edited_message
    if call:
        # Who presses once more sees the card as it is; so it is said over it, too.
        answers.append(_toast(call, text if is_over else None))
    if call and is_over and isinstance(call.message, Message) and call.message.chat.type == ChatType.PRIVATE:
        return [*answers, call.message.edit_text(text, reply_markup=buttons)]
    chat = call.message.chat if call and call.message else message.chat if message else None
    has_asked_in_a_group = update.message and command_of(update.message) == "paste"
    if chat and (chat.type == ChatType.PRIVATE or has_asked_in_a_group):
        # Never in the group: nobody else there can do anything about it.
        answers.append(SendMessage(chat_id=person, text=text, reply_markup=buttons))
    return answers
