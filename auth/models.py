"""People, in the domain's words."""

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
    """`language` is None until the person has chosen one; at `deleting_at` all of theirs is deleted."""

    id: UserId
    username: Username
    status: UserStatus
    language: str | None
    has_password: bool
    registered_at: datetime
    deleting_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A Telegram chat in which a person can be told something."""

    telegram_id: TelegramId
    user_id: UserId
    username: Username
    language: str | None
