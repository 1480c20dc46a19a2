"""Cards as replies: text and buttons, the chat, and the key by which the message is found again."""

from dataclasses import dataclass
from typing import TypedDict

from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import InlineKeyboardMarkup, ReplyParameters
from markupsafe import Markup

from posts.models import DraftId, PostId


class MessageBody(TypedDict):
    """Text and buttons of a message, as keyword arguments of aiogram's methods."""

    text: Markup
    reply_markup: InlineKeyboardMarkup | None


class CardKey(str):
    """Identity of a card in its chat, as a part of Redis keys and of stored replies."""

    __slots__ = ()

    @classmethod
    def post(cls, post: PostId) -> "CardKey":
        """Return the key of a paste's card."""
        return cls(post)

    @classmethod
    def draft(cls, draft: DraftId) -> "CardKey":
        """Return the key of the card on which the author decides about a pending draft."""
        return cls(f"draft:{draft}")

    @classmethod
    def question(cls) -> "CardKey":
        """Return the key of the message that asks a stranger for a username."""
        return cls("question")

    @property
    def post_id(self) -> PostId | None:
        """The paste, if this is the key of a paste's card."""
        return PostId(int(self)) if self.isdecimal() else None


@dataclass(frozen=True, slots=True)
class CardReply:
    """Card to show in a chat.

    It is shown in the message `message_id`; else, if `in_place`, in the message that shows it already; else
    in a new message, which replies to the message `reply_to`.
    """

    chat_id: int
    body: MessageBody
    key: CardKey | None = None
    message_id: int | None = None
    in_place: bool = False
    reply_to: int | None = None

    def as_edit(self, message_id: int) -> EditMessageText:
        return EditMessageText(chat_id=self.chat_id, message_id=message_id, **self.body)

    def as_message(self) -> SendMessage:
        reply = (
            ReplyParameters(message_id=self.reply_to, allow_sending_without_reply=True)
            if self.reply_to
            else None
        )
        return SendMessage(chat_id=self.chat_id, reply_parameters=reply, **self.body)
