"""Following, alerts and exports, as values."""

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
    """The bot's username, and the URL that opens the chat with it in Telegram."""

    username: str
    chat_url: str

    def starting(self, payload: str) -> str:
        """Return a link that opens the chat; pressing Start there sends `/start payload`.

        The payload is at most 64 of `A-Za-z0-9_-` (core.telegram.org/bots/features, Deep linking).
        """
        return f"{self.chat_url}?start={payload}"


class Notification(StrEnum):
    """Whether a follower gets an alert for each paste: `DIGEST` and `OFF` mean none.

    It is `ON` from the beginning, and changed by no code, only by an operator.
    """

    ON = "on"
    SILENT = "silent"
    DIGEST = "digest"
    OFF = "off"


class DeliveryKind(StrEnum):
    """The message to send."""

    PUBLISHED = "published"
    """An alert about a new paste, to a follower of its author."""
    BURNED = "burned"
    """That a burn-after-read paste was read and deleted, to its author."""
    TAKEN_DOWN = "taken-down"
    """That the operator has taken a paste down, to its author."""
    EXPORT_FAILED = "export-failed"
    """That an export has failed, to the person who asked for it."""


class DeliveryStatus(StrEnum):
    """The state of a delivery. `DROPPED`: its paste was no longer public when it was due."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Follower:
    """A follower who gets alerts."""

    user_id: UserId
    notification: Notification


@dataclass(frozen=True, slots=True)
class Follow:
    """A subscription as one of its two persons sees it: `user_id` is the other person."""

    user_id: UserId
    since: datetime
    notification: Notification


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A message to one chat, to be added to the queue. The fields are columns of DeliveryRow."""

    event_id: EventId
    recipient: TelegramId
    post_id: PostId
    language: str
    kind: DeliveryKind = DeliveryKind.PUBLISHED
    silent: bool = False
    title: str = ""
    reason: str = ""
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A leased message to one chat.

    `title` is that of a paste that was burned or taken down, and `reason` the operator's for that.
    """

    event_id: EventId
    recipient: TelegramId
    post_id: PostId
    language: str
    silent: bool
    lease: Lease
    kind: DeliveryKind
    title: str
    reason: str
    request_id: str | None

    @property
    def attempts(self) -> int:
        """The number of attempts, including the current one."""
        return self.lease.attempts


class ExportStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Export:
    """A leased export of everything that a person has, sent to one chat in parts."""

    id: ExportId
    user_id: UserId
    telegram_id: TelegramId
    language: str
    asked_at: datetime
    parts_sent: int
    lease: Lease

    @property
    def attempts(self) -> int:
        """The number of attempts at the current part, including the current one."""
        return self.lease.attempts
