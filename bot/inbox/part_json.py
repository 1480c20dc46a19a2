"""Messages as JSON, and back."""

import json

from aiogram import Bot
from aiogram.types import Message


def stored(message: Message) -> str:
    """Without the message that it replies to: that could be as long again. All of it is ASCII: a text may be
    cut between the halves of a surrogate pair."""
    told = message.model_dump(
        mode="json", by_alias=True, exclude_unset=True, exclude_none=True, exclude={"reply_to_message"}
    )
    return json.dumps(told)


def message_in(told: str | bytes, bot: Bot) -> Message:
    return Message.model_validate(json.loads(told), context={"bot": bot})
