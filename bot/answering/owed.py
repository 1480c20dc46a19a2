"""Answers that wait in Postgres until they are said: what tells of a change is committed with the change.

A new card, and whatever is said to a text or a file: who is not told that it was published sends it again.
What only changes a message that is there, and what answers a command, is asked for or pressed once more.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.client.default import Default
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, Message
from markupsafe import Markup

from bot.answering.answers import Answer
from bot.cards.shown import CardIn, Said
from notifier.models import AnswerId
from notifier.owed_answers import OwedAnswers


@dataclass(frozen=True, slots=True)
class Owed:
    id: AnswerId
    answer: Answer


async def owe(
    answers: Sequence[Answer], bot_id: int, message: Message | None, rows: OwedAnswers
) -> list[Answer | Owed]:
    """The same answers in their order; `message` is what they answer, None for what was pressed."""
    stored = [_stored(answer, message) for answer in answers]
    worth = [one for one in stored if one is not None]
    ids = iter(await rows.add(bot_id, worth) if worth else ())
    return [
        answer if one is None else Owed(next(ids), answer)
        for answer, one in zip(answers, stored, strict=True)
    ]


def _stored(answer: Answer, message: Message | None) -> tuple[int, str] | None:
    """The chat, and JSON which `answer_in` reads, all of it ASCII; None for what is not worth it."""
    is_to_a_text = message is not None and not (message.text or "").startswith("/")
    match answer:
        case CardIn(message_id=None, in_place=False):
            return answer.chat_id, json.dumps(
                {"post": answer.post, "message": _told(answer.sent().model_dump())}
            )
        case SendMessage(chat_id=int(chat)) if is_to_a_text:
            return chat, json.dumps({"post": None, "message": _told(answer.model_dump())})
        case _:
            return None


def answer_in(text: str) -> SendMessage | CardIn:
    told = json.loads(text)
    message = SendMessage.model_validate(told["message"])
    if told["post"] is None:
        return message
    buttons = message.reply_markup
    said: Said = {
        "text": Markup(message.text),  # noqa: S704 - it was one before
        "reply_markup": buttons if isinstance(buttons, InlineKeyboardMarkup) else None,
    }
    reply_to = message.reply_parameters.message_id if message.reply_parameters else None
    return CardIn(int(message.chat_id), said, told["post"], reply_to=reply_to)


def _told(value: Any) -> Any:
    """Without what is the bot's default."""
    match value:
        case dict():
            return {
                name: _told(own)
                for name, own in value.items()
                if own is not None and not isinstance(own, Default)
            }
        case list():
            return [_told(one) for one in value]
        case _:
            return value
