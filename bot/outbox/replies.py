"""Replies, which handlers return, and their JSON in the rows of the outbox."""

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

from bot.cards.reply import CardKey, CardReply, MessageBody
from bot.outbox.origins import ReplyOrigin
from kernel.storage import ContentKey, Storage

# Telegram Bot API, "Sending files": 50 MB for the whole request.
MAX_UPLOAD_BYTES: Final = 50 * 1024 * 1024
_REQUEST_OVERHEAD_BYTES: Final = 64 * 1024
# 20 MB at half a megabit a second, and the largest at 1.3.
UPLOAD_TIMEOUT_SECONDS: Final = 320
# Not stored: they are no messages, need no order and are worthless a few seconds later (Telegram Bot API,
# answerCallbackQuery).
_UNSTORED: Final = (AnswerCallbackQuery, AnswerInlineQuery, SendChatAction)


def fits_telegram(size: int) -> bool:
    """Return whether a bot can send a file of so many bytes."""
    return size <= MAX_UPLOAD_BYTES - _REQUEST_OVERHEAD_BYTES


@dataclass(frozen=True, slots=True)
class FileReply:
    """Content file to send as a reply to the message `reply_to`; `failed` is sent if that is not possible.

    `sending` is the key of `bot.chat_memory.SendingFiles`.
    """

    chat_id: int
    content: ContentKey
    file_name: str
    reply_to: int
    failed: SendMessage
    sending: str

    async def document(self, storage: Storage) -> SendDocument:
        """Return the method that sends the file. Raises OSError, and FileNotFoundError if it is gone."""
        size = await storage.size(self.content)
        reply = ReplyParameters(message_id=self.reply_to, allow_sending_without_reply=True)
        file = StoredFile(storage, self.content, size, self.file_name)
        return SendDocument(chat_id=self.chat_id, document=file, reply_parameters=reply)


Reply = TelegramMethod[Any] | CardReply | FileReply


class StoredFile(InputFile):
    """Content file that is streamed from the storage to Telegram."""

    def __init__(self, storage: Storage, content: ContentKey, size: int, name: str) -> None:
        super().__init__(filename=name)
        self._storage = storage
        self._content = content
        self._size = size

    async def read(self, _bot: Bot) -> AsyncGenerator[bytes, None]:
        async for chunk in self._storage.stream(self._content, 0, self._size):
            yield chunk


def replies_in(result: Any) -> list[Reply]:
    """Return the replies in a handler's result: a reply, a list of replies, or None or UNHANDLED."""
    results = result if isinstance(result, list) else [result]
    return [reply for reply in results if isinstance(reply, TelegramMethod | CardReply | FileReply)]


def unstored(replies: Sequence[Reply]) -> list[TelegramMethod[Any]]:
    """Return the replies that are sent after the commit without being stored."""
    return [reply for reply in replies if isinstance(reply, _UNSTORED)]


def outbox_rows(replies: Sequence[Reply], origin: ReplyOrigin | None = None) -> list[tuple[int, str]]:
    """Return chat and JSON of each reply that is stored, in order: of all but the `unstored` ones."""
    rows = [_outbox_row(reply) for reply in replies if not isinstance(reply, _UNSTORED)]
    return [(chat, json.dumps(row | (origin.field if origin else {}))) for chat, row in rows]


def parse_reply(payload: str, chat: int) -> Reply:
    """Return the reply of a row, to be sent to this chat: a group that becomes a supergroup has a new id."""
    row = json.loads(payload)
    fields = row["fields"] | {"chat_id": chat}
    if "file" in row:
        failed = SendMessage.model_validate(fields)
        return FileReply(chat_id=chat, content=ContentKey(row["content"]), failed=failed, **row["file"])
    if "card" in row:
        return _parse_card(SendMessage.model_validate(fields), chat, row["card"])
    method: TelegramMethod[Any] = getattr(methods, row["method"]).model_validate(fields)
    return method


def _outbox_row(reply: Reply) -> tuple[int, dict[str, Any]]:
    match reply:
        case CardReply():
            card = {"key": reply.key, "message_id": reply.message_id, "in_place": reply.in_place}
            return reply.chat_id, {"card": card, "fields": _fields(reply.as_message())}
        case FileReply():
            file = {name: getattr(reply, name) for name in ("file_name", "reply_to", "sending")}
            row = {"file": file, "content": reply.content, "fields": _fields(reply.failed)}
            return reply.chat_id, row
        case _:
            row = {"method": type(reply).__name__, "fields": _fields(reply)}
            return row["fields"]["chat_id"], row


def _parse_card(message: SendMessage, chat: int, card: dict[str, Any]) -> CardReply:
    buttons = message.reply_markup
    body: MessageBody = {
        "text": Markup(message.text),  # noqa: S704 - it was Markup before it was stored
        "reply_markup": buttons if isinstance(buttons, InlineKeyboardMarkup) else None,
    }
    reply_to = message.reply_parameters.message_id if message.reply_parameters else None
    # Rows written before cards had keys name the paste.
    key = card.get("key", card.get("post"))
    return CardReply(
        chat, body, None if key is None else CardKey(key), card["message_id"], card["in_place"], reply_to
    )


def _fields(method: TelegramMethod[Any]) -> Any:
    return _without_defaults(method.model_dump())


def _without_defaults(value: Any) -> Any:
    """Leave out what is the bot's default: the bot that sends the reply fills it in."""
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
