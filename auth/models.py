"""The values of accounts and of the chats linked to them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

UserId = NewType("UserId", int)
TelegramId = NewType("TelegramId", int)
Username = NewType("Username", str)


class UserStatus(StrEnum):
    ACTIVE = "active"
    BLOCKED = "blocked"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class User:
    """An account. `language` is None until one is chosen; at `deleting_at` the account is deleted."""

    id: UserId
    username: Username
    status: UserStatus
    language: str | None
    has_password: bool
    registered_at: datetime
    deleting_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A Telegram chat to which an account's messages can be sent."""

    telegram_id: TelegramId
    user_id: UserId
    username: Username
    language: str | None
