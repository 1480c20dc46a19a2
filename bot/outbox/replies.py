"""What handlers answer with."""

import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiogram import Bot, methods
from aiogram.client.default import Default
from aiogram.methods import (
    AnswerCallbackQuery,
    AnswerInlineQuery,
    SendChatAction,
    SendDocument,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import InlineKeyboardMarkup, InputFile, ReplyParameters
from markupsafe import Markup

from bot.cards.reply import CardIn, Said
from kernel.storage import ContentKey, Storage

# Telegram Bot API, "Sending files": 50 MB, of which a caption and what belongs to the sending take some.
LARGEST: Final = 50 * 1024 * 1024  # bytes
_AROUND: Final = 64 * 1024  # bytes
# 20 MB at half a megabit a second, and the largest at 1.3.
LONGEST: Final = 320  # seconds


# No messages, so they need no order, and are worth nothing a few seconds later (Telegram Bot API,
# answerCallbackQuery): they are not stored.
_AT_ONCE: Final = (AnswerCallbackQuery, AnswerInlineQuery, SendChatAction)


def is_taken(size: int) -> bool:
    """Whether Telegram takes a file of so many bytes from a bot."""
    return size <= LARGEST - _AROUND


@dataclass(frozen=True, slots=True)
class Upload:
    """A content file for a chat, as a reply; `failed` is said where it does not arrive.

    `sending`: under which it is remembered that the file is on its way (`bot.outbox.sendings`).
    """

    chat_id: int
    content: ContentKey
    file_name: str
    reply_to: int
    failed: SendMessage
    sending: str

    async def document(self, storage: Storage) -> SendDocument:
        """Raises FileNotFoundError or OSError."""
        size = await storage.size(self.content)
        reply = ReplyParameters(message_id=self.reply_to, allow_sending_without_reply=True)
        file = StoredFile(storage, self.content, size, self.file_name)
        return SendDocument(chat_id=self.chat_id, document=file, reply_parameters=reply)


Answer = TelegramMethod[Any] | CardIn | Upload


class StoredFile(InputFile):
    """A content file on its way from the storage to Telegram, some of it at once."""

    def __init__(self, storage: Storage, content: ContentKey, size: int, name: str) -> None:
        super().__init__(filename=name)
        self._storage = storage
        self._content = content
        self._size = size

    async def read(self, _bot: Bot) -> AsyncGenerator[bytes, None]:
        async for some in self._storage.stream(self._content, 0, self._size):
            yield some


def answers_in(result: Any) -> list[Answer]:
    """What nobody handled is aiogram's UNHANDLED, and is no answer."""
    results = result if isinstance(result, list) else [result]
    return [answer for answer in results if isinstance(answer, TelegramMethod | CardIn | Upload)]


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
