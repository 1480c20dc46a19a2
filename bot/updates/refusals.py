"""What people are told where an update could not be handled: the one place where an error becomes words."""

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
from bot.cards.reply import Said
from bot.context import House
from bot.errors import said_of, said_of_gone, words_for
from bot.inbox.messages import command_of
from bot.outbox.replies import Answer
from bot.phrases import words_in
from bot.services import Services, meet
from kernel.errors import AppError
from kernel.phrases import Words
from posts.errors import DraftNotFound, NotInEncoding, PostNotFound, TooLateToUndo
from posts.texts import utf16

Refusal = list[TelegramMethod[Any]]
_OVER: Final = (PostNotFound, TooLateToUndo)
# Said over the card, which stays as it is. A draft was settled by the first of two quick presses, and what
# became of it stands there.
_SAID_OVER: Final = (DraftNotFound, NotInEncoding)
# Telegram Bot API, answerCallbackQuery.
_LONGEST_TOAST: Final = 200  # UTF-16 code units


@dataclass(frozen=True, slots=True)
class Refusals:
    """To one person, of one update."""

    update: Update
    person: int
    words: Words

    def of_error(self, fault: AppError) -> Refusal:
        """What is wrong with what they sent or pressed, and what to do."""
        call, text = self.update.callback_query, words_for(fault, self.words)
        if call and isinstance(fault, _SAID_OVER):
            return [_toast(call, text, is_alert=isinstance(fault, NotInEncoding))]
        if call and isinstance(fault, _OVER):
            said = said_of_gone(fault, self.words, place_of(call.data or ""))
            if not _is_own_card(call.message):
                return self._in_words(said, text)
            # Who presses once more sees the card as it is; so it is said over it, too.
            return [_toast(call, text), call.message.edit_text(**said)]
        return self._in_words(said_of(fault, self.words))

    def of_failure(self, reference: str) -> Refusal:
        """That it did not work, by our fault; the operator finds it in the log by the reference."""
        text = self.words("error.surprise", reference=reference)
        return self._in_words({"text": text, "reply_markup": None})

    def of_outage(self) -> Refusal:
        """That it has arrived, and waits until something that is away has come back."""
        return self._in_words({"text": self.words("error.waits"), "reply_markup": None})

    def _in_words(self, said: Said, toast: Markup | None = None) -> Refusal:
        """As a message, where it is private or somebody has asked for it."""
        call, message = self.update.callback_query, self.update.message or self.update.edited_message
        answers: Refusal = [_toast(call, toast)] if call else []
        chat = call.message.chat if call and call.message else message.chat if message else None
        has_asked_in_a_group = self.update.message and command_of(self.update.message) == "paste"
        if chat and (chat.type == ChatType.PRIVATE or has_asked_in_a_group):
            # Never in the group: nobody else there can do anything about it.
            answers.append(SendMessage(chat_id=self.person, **said))
        return answers


def person_of(update: Update) -> TelegramUser | None:
    """Who has sent or pressed; None for what happens in a channel, and for what aiogram does not know."""
    try:
        return getattr(update.event, "from_user", None)
    except UpdateTypeLookupError:
        return None


def refusals_in(update: Update, words: Words) -> Refusals:
    person = person_of(update)
    return Refusals(update, person.id if person else 0, words)


async def refusals_of(update: Update, services: Services, house: House) -> Refusals | None:
    """In the language of its person; None where there is nobody to tell."""
    person = person_of(update)
    if person is None:
        return None
    known = await meet(services, house, TelegramId(person.id), person.language_code)
    return Refusals(update, person.id, known.words)


def _is_own_card(message: MaybeInaccessibleMessage | None) -> TypeGuard[Message]:
    return isinstance(message, Message) and message.chat.type == ChatType.PRIVATE


def _toast(call: CallbackQuery, text: Markup | None, *, is_alert: bool = False) -> AnswerCallbackQuery:
    """For a moment on the screen; an alert, until it is confirmed."""
    shown = text and _cut(text.striptags())
    return AnswerCallbackQuery(callback_query_id=call.id, text=shown, show_alert=is_alert)


def _cut(text: str) -> str:
    fitting = next(utf16.cut(text, [_LONGEST_TOAST]))
    return fitting[:-1] if utf16.is_torn(fitting) else fitting


def unread_answers(told: Mapping[str, Any]) -> list[Answer]:
    """`told`: of which `bot.updates.raw_updates.update_in` made nothing. In groups nobody is told, nor of an
    edit, which may be one that apps make for a preview."""
    message, call = _part(told, "message"), _part(told, "callback_query")
    chat, person = _part(message, "chat"), _part(message or call, "from")
    language = person.get("language_code")
    words = words_in(language if isinstance(language, str) else None)
    if isinstance(call.get("id"), str):
        text = words.plain("error.press-unread")
        return [AnswerCallbackQuery(callback_query_id=call["id"], text=text, show_alert=True)]
    if chat.get("type") == ChatType.PRIVATE and isinstance(chat.get("id"), int):
        return [SendMessage(chat_id=chat["id"], text=words("error.message-unread"))]
    return []


def _part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = told.get(name)
    return part if isinstance(part, Mapping) else {}
