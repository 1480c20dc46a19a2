"""Following and telling, in the domain's words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from auth.models import TelegramId, UserId
from kernel.leases import Lease
from posts.models import EventId, PostId

ExportId = NewType("ExportId", int)


@dataclass(frozen=True, slots=True)
class BotAddress:
    """`chat_url` opens the chat with the bot in Telegram."""

    username: str
    chat_url: str

    def starting(self, payload: str) -> str:
        """The chat, and at the press of Start `/start payload` is said there: 64 of `A-Za-z0-9_-` at most
        (core.telegram.org/bots/features, Deep linking)."""
        return f"{self.chat_url}?start={payload}"


class Notification(StrEnum):
    ON = "on"
    SILENT = "silent"
    DIGEST = "digest"
    OFF = "off"


class DeliveryKind(StrEnum):
    """What is told: a paste to followers, the end of one to its author, a file that could not be sent."""

    PUBLISHED = "published"
    BURNED = "burned"
    EXPORT_FAILED = "export-failed"


class DeliveryStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Follower:
    user_id: UserId
    notification: Notification


@dataclass(frozen=True, slots=True)
class Follow:
    """Somebody on the other end of a following."""

    user_id: UserId
    since: datetime
    notification: Notification


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed notice to one chat; `title` is of a paste that is not there any more."""

    event_id: EventId
    recipient: TelegramId
    post_id: PostId
    language: str | None
    silent: bool
    lease: Lease
    kind: DeliveryKind = DeliveryKind.PUBLISHED
    title: str = ""

    @property
    def attempts(self) -> int:
        """The number of attempts, with the one that is under way."""
        return self.lease.attempts


class ExportStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Export:
    """A claimed export: everything of a person's, on its way to a chat."""

    id: ExportId
    user_id: UserId
    telegram_id: TelegramId
    language: str | None
    asked_at: datetime
    parts_sent: int
    lease: Lease

    @property
    def attempts(self) -> int:
        """The number of attempts at the present part, with the one that is under way."""
        return self.lease.attempts
