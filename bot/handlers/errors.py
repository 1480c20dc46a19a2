"""The one place where what went wrong becomes words."""

import secrets
from typing import Any, Final, TypeGuard

import structlog
from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, ErrorEvent, MaybeInaccessibleMessage, Message, Update
from aiogram.types import User as TelegramUser
from markupsafe import Markup

from bot.answering.outgoing import Outgoing
from bot.cards.callbacks import place_of
from bot.cards.shown import Said
from bot.errors import said_of, said_of_gone, words_for
from bot.middlewares.commands import command_of
from bot.receiving.outages import Outages, is_outage
from bot.words import words_in
from kernel.errors import AppError
from kernel.phrases import Words
from posts.errors import DraftNotFound, NotInEncoding, PostNotFound, TooLateToUndo
from posts.texts import utf16

router = Router()
_OVER: Final = (PostNotFound, TooLateToUndo)
# Said over the card, which stays as it is. A draft was settled by the first of two quick presses, and what
# became of it stands there.
_SAID_OVER: Final = (DraftNotFound, NotInEncoding)
# Telegram Bot API, answerCallbackQuery.
_LONGEST_TOAST: Final = 200  # UTF-16 code units
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
    reference = None if isinstance(fault, AppError) or is_waiting else _reported(fault)
    if event_from_user and (not is_waiting or outages.is_to_be_told(update.update_id)):
        outgoing.post(bot, event_from_user.id, _answers(update, event_from_user.id, fault, words, reference))
    if is_waiting:
        raise SkipHandler


def _answers(
    update: Update, person: int, fault: Exception, words: Words, reference: str | None
) -> list[TelegramMethod[Any]]:
    """`reference`: of a fault of ours, except where the update is to be tried again."""
    call = update.callback_query
    if not isinstance(fault, AppError):
        text = words("error.surprise", reference=reference) if reference else words("error.waits")
        return _in_words(update, person, {"text": text, "reply_markup": None})
    text = words_for(fault, words)
    if call and isinstance(fault, _SAID_OVER):
        return [_toast(call, text, is_alert=isinstance(fault, NotInEncoding))]
    if call and isinstance(fault, _OVER):
        said = said_of_gone(fault, words, place_of(call.data or ""))
        if not _is_own_card(call.message):
            return _in_words(update, person, said, text)
        # Who presses once more sees the card as it is; so it is said over it, too.
        return [_toast(call, text), call.message.edit_text(**said)]
    return _in_words(update, person, said_of(fault, words))


def _is_own_card(message: MaybeInaccessibleMessage | None) -> TypeGuard[Message]:
    return isinstance(message, Message) and message.chat.type == ChatType.PRIVATE


def _reported(fault: Exception) -> str:
    reference = secrets.token_hex(4)
    _log.error("update failed", reference=reference, exc_info=fault)
    return reference


def _toast(call: CallbackQuery, text: Markup | None, *, is_alert: bool = False) -> AnswerCallbackQuery:
    """For a moment on the screen; an alert, until it is confirmed."""
    shown = text and _cut(text.striptags())
    return AnswerCallbackQuery(callback_query_id=call.id, text=shown, show_alert=is_alert)


def _cut(text: str) -> str:
    fitting = next(utf16.cut(text, [_LONGEST_TOAST]))
    return fitting[:-1] if utf16.is_torn(fitting) else fitting


def _in_words(
    update: Update, person: int, said: Said, toast: Markup | None = None
) -> list[TelegramMethod[Any]]:
    """As a message, where it is private or somebody has asked for it."""
    call, message = update.callback_query, update.message or update.edited_message
    answers: list[TelegramMethod[Any]] = [_toast(call, toast)] if call else []
    chat = call.message.chat if call and call.message else message.chat if message else None
    has_asked_in_a_group = update.message and command_of(update.message) == "paste"
    if chat and (chat.type == ChatType.PRIVATE or has_asked_in_a_group):
        # Never in the group: nobody else there can do anything about it.
        answers.append(SendMessage(chat_id=person, **said))
    return answers
