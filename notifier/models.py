"""The values of following, alerts and exports."""

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
        """Return a link to the chat that sends `/start payload` when the person presses Start.

        The payload is at most 64 of `A-Za-z0-9_-` (core.telegram.org/bots/features, Deep linking).
        """
        return f"{self.chat_url}?start={payload}"


class Notification(StrEnum):
    ON = "on"
    SILENT = "silent"
    DIGEST = "digest"
    OFF = "off"


class DeliveryKind(StrEnum):
    """The message to send: a new paste, to followers; that a paste was read and is gone, to its author; that
    an export failed, to the person who asked for it."""

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
    """The other person of a subscription: the one who is followed, or the follower."""

    user_id: UserId
    since: datetime
    notification: Notification


@dataclass(frozen=True, slots=True)
class Delivery:
    """A leased message to one chat. `title` is that of a burned paste, whose row is gone."""

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
    language: str | None
    asked_at: datetime
    parts_sent: int
    lease: Lease

    @property
    def attempts(self) -> int:
        """The number of attempts at the current part, including the current one."""
        return self.lease.attempts
