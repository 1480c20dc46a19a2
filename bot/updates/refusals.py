"""Replies to updates that were refused by an AppError, failed, wait for a service, or are unreadable."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from aiogram.enums import ChatType
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from aiogram.types import User as TelegramUser
from aiogram.types.update import UpdateTypeLookupError
from markupsafe import Markup

from auth.models import TelegramId
from bot.cards.callbacks import place_of
from bot.cards.reply import MessageBody
from bot.context import AppContext
from bot.errors import error_body, error_text, gone_body
from bot.inbox.messages import command_of
from bot.outbox.replies import Reply
from bot.phrases import words_in
from bot.services import Services, find_person
from kernel.errors import AppError
from kernel.phrases import Words
from posts.errors import DraftNotFound, NotInEncoding, PostNotFound, TooLateToUndo
from posts.texts import utf16

Refusal = list[TelegramMethod[Any]]
_GONE: Final = (PostNotFound, TooLateToUndo)
# Errors shown as a toast over the card, which stays: after two quick presses on a draft, it shows the result.
_TOASTS: Final = (DraftNotFound, NotInEncoding)
# Telegram Bot API, answerCallbackQuery.
_MAX_TOAST_UNITS: Final = 200  # UTF-16 code units


@dataclass(frozen=True, slots=True)
class Refusals:
    """Replies to a person about one of their updates; in groups, only a press or /paste gets one."""

    update: Update
    person: int
    words: Words

    def of_error(self, fault: AppError) -> Refusal:
        """Return the error's text: as a toast, in the card of a paste that is gone, or as a message."""
        call, text = self.update.callback_query, error_text(fault, self.words)
        if call and isinstance(fault, _TOASTS):
            return [_toast(call, text, is_alert=isinstance(fault, NotInEncoding))]
        if call and isinstance(fault, _GONE):
            body = gone_body(fault, self.words, place_of(call.data or ""))
            if not _is_own_card(call.message):
                return self._message(body, text)
            # A toast, too: at another press the card does not change.
            return [_toast(call, text), call.message.edit_text(**body)]
        return self._message(error_body(fault, self.words))

    def of_failure(self, reference: str) -> Refusal:
        """Return the notice of a failure of the bot, with its reference in the log."""
        text = self.words("error.surprise", reference=reference)
        return self._message({"text": text, "reply_markup": None})

    def of_outage(self) -> Refusal:
        """Return the notice that the update waits for an unavailable service."""
        return self._message({"text": self.words("error.waits"), "reply_markup": None})

    def _message(self, body: MessageBody, toast: Markup | None = None) -> Refusal:
        """Return a message, in private chats and for /paste in groups, after the answer to a press."""
        call, message = self.update.callback_query, self.update.message or self.update.edited_message
        replies: Refusal = [_toast(call, toast)] if call else []
        chat = call.message.chat if call and call.message else message.chat if message else None
        has_asked_in_a_group = self.update.message and command_of(self.update.message) == "paste"
        if chat and (chat.type == ChatType.PRIVATE or has_asked_in_a_group):
            # Not in the group: only this person can do something about it.
            replies.append(SendMessage(chat_id=self.person, **body))
        return replies


def person_of(update: Update) -> TelegramUser | None:
    """Return the sender; None for updates in channels, and for kinds that aiogram does not know."""
    try:
        return getattr(update.event, "from_user", None)
    except UpdateTypeLookupError:
        return None


async def refusals_of(update: Update, services: Services, app: AppContext) -> Refusals | None:
    """Return refusals in the language of the sender's settings; None if there is no sender."""
    person = person_of(update)
    if person is None:
        return None
    sender = await find_person(services, app, TelegramId(person.id), person.language_code)
    return Refusals(update, person.id, sender.words)


def _is_own_card(message: MaybeInaccessibleMessage | None) -> TypeGuard[Message]:
    return isinstance(message, Message) and message.chat.type == ChatType.PRIVATE


def _toast(call: CallbackQuery, text: Markup | None, *, is_alert: bool = False) -> AnswerCallbackQuery:
    shown = text and _fit_toast(text.striptags())
    return AnswerCallbackQuery(callback_query_id=call.id, text=shown, show_alert=is_alert)


def _fit_toast(text: str) -> str:
    fitting = next(utf16.cut(text, [_MAX_TOAST_UNITS]))
    return fitting[:-1] if utf16.has_cut_pair(fitting) else fitting


def unreadable_update_replies(raw: Mapping[str, Any]) -> list[Reply]:
    """Return replies to an update that `parse_update` could not read.

    There are none in groups, nor to edits, which apps also send when they add a link preview.
    """
    message, call = _part(raw, "message"), _part(raw, "callback_query")
    chat, person = _part(message, "chat"), _part(message or call, "from")
    language = person.get("language_code")
    words = words_in(language if isinstance(language, str) else None)
    if isinstance(call.get("id"), str):
        text = words.plain("error.press-unread")
        return [AnswerCallbackQuery(callback_query_id=call["id"], text=text, show_alert=True)]
    if chat.get("type") == ChatType.PRIVATE and isinstance(chat.get("id"), int):
        return [SendMessage(chat_id=chat["id"], text=words("error.message-unread"))]
    return []


def _part(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = raw.get(name)
    return part if isinstance(part, Mapping) else {}
