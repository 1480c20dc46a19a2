"""Messages on their way into Postgres, where they wait for others, and back."""

import json
from collections.abc import Mapping
from typing import Any

from aiogram import Bot
from aiogram.types import Message

from posts.gathering import Piece
from posts.models import Origin


def piece_of(message: Message, bot: Bot, purpose: Mapping[str, Any]) -> Piece:
    return Piece(Origin(bot.id, message.chat.id, message.message_id), stored(message), purpose)


def stored(message: Message) -> dict[str, Any]:
    """Without the message that it replies to: that could be as long again."""
    told = message.model_dump(
        mode="json", by_alias=True, exclude_unset=True, exclude_none=True, exclude={"reply_to_message"}
    )
    # As JSON within JSON, all of it ASCII: Postgres stores no half of a surrogate pair, between whose halves
    # a text may be cut, and no NUL.
    return {"json": json.dumps(told)}


def message_of(piece: Piece, bot: Bot) -> Message:
    return Message.model_validate(json.loads(piece.message["json"]), context={"bot": bot})
