"""Accounts, and the Telegram chats to which their messages are sent, as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

UserId = NewType("UserId", int)
TelegramId = NewType("TelegramId", int)
"""The id of a person on Telegram, which is also that of their private chat with the bot."""
Username = NewType("Username", str)
"""The username of an account (not that on Telegram), in lower case and without @."""


@dataclass(frozen=True, slots=True)
class User:
    """An account.

    `language` is the code of the language that the bot writes in: `en` or `ru`. It is set at registration.
    `deleting_at` is when the account becomes due to be deleted; None where its owner has not asked for that.
    `block_reason` is why the operator has blocked it; None where it is not blocked.
    """

    id: UserId
    username: Username
    language: str
    has_password: bool
    registered_at: datetime
    deleting_at: datetime | None = None
    block_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A private chat to which the messages for an account can be sent, with that account's data."""

    telegram_id: TelegramId
    user_id: UserId
    username: Username
    language: str
