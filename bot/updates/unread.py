"""What could not be read at all is answered as far as it can be told whom: nobody should wait in vain."""

from collections.abc import Mapping
from typing import Any

from aiogram.enums import ChatType
from aiogram.methods import AnswerCallbackQuery, SendMessage

from bot.outbox.answers import Answer
from bot.words import words_in


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
