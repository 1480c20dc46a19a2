"""Replies on their way into the outbox, and back: as JSON, which the row of a reply holds."""

import json
from collections.abc import Sequence
from typing import Any, Final

from aiogram import methods
from aiogram.client.default import Default
from aiogram.methods import (
    AnswerCallbackQuery,
    AnswerInlineQuery,
    SendChatAction,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import InlineKeyboardMarkup
from markupsafe import Markup

from bot.cards.shown import CardIn, Said
from bot.outbox.answers import Answer
from bot.outbox.uploads import Upload
from kernel.storage import ContentKey

# No messages, so they need no order, and are worth nothing a few seconds later (Telegram Bot API,
# answerCallbackQuery): they are not stored.
_AT_ONCE: Final = (AnswerCallbackQuery, AnswerInlineQuery, SendChatAction)


def at_once(answers: Sequence[Answer]) -> list[TelegramMethod[Any]]:
    """Return those that are sent as soon as what they tell of is committed, and are not stored."""
    return [answer for answer in answers if isinstance(answer, _AT_ONCE)]


def stored(answers: Sequence[Answer]) -> list[tuple[int, str]]:
    """Return the others in their order, each with its chat."""
    return [_stored(answer) for answer in answers if not isinstance(answer, _AT_ONCE)]


def reply_in(payload: str, chat: int) -> Answer:
    """Read what `stored` wrote, for this chat: a group that became a supergroup has another id by now."""
    told = json.loads(payload)
    fields = told["fields"] | {"chat_id": chat}
    if "file" in told:
        failed = SendMessage.model_validate(fields)
        return Upload(chat_id=chat, content=ContentKey(told["content"]), failed=failed, **told["file"])
    if "card" in told:
        return _card(SendMessage.model_validate(fields), chat, told["card"])
    method: TelegramMethod[Any] = getattr(methods, told["method"]).model_validate(fields)
    return method


def _stored(answer: Answer) -> tuple[int, str]:
    match answer:
        case CardIn():
            card = {"post": answer.post, "message_id": answer.message_id, "in_place": answer.in_place}
            return answer.chat_id, json.dumps({"card": card, "fields": _fields(answer.sent())})
        case Upload():
            file = {name: getattr(answer, name) for name in ("file_name", "reply_to", "sending")}
            told = {"file": file, "content": answer.content, "fields": _fields(answer.failed)}
            return answer.chat_id, json.dumps(told)
        case _:
            told = {"method": type(answer).__name__, "fields": _fields(answer)}
            return told["fields"]["chat_id"], json.dumps(told)


def _card(message: SendMessage, chat: int, known: dict[str, Any]) -> CardIn:
    buttons = message.reply_markup
    said: Said = {
        "text": Markup(message.text),  # noqa: S704 - it was one before
        "reply_markup": buttons if isinstance(buttons, InlineKeyboardMarkup) else None,
    }
    reply_to = message.reply_parameters.message_id if message.reply_parameters else None
    return CardIn(chat, said, reply_to=reply_to, **known)


def _fields(method: TelegramMethod[Any]) -> Any:
    return _without_defaults(method.model_dump())


def _without_defaults(value: Any) -> Any:
    """Of what is the bot's default, sending makes what it is then."""
    match value:
        case dict():
            return {
                name: _without_defaults(own)
                for name, own in value.items()
                if own is not None and not isinstance(own, Default)
            }
        case list():
            return [_without_defaults(one) for one in value]
        case _:
            return value
