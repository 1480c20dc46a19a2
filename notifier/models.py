"""Following and telling, in the domain's words."""

from dataclasses import dataclass
from enum import StrEnum

from auth.models import TelegramId, UserId
from posts.models import EventId, PostId


class Notification(StrEnum):
    ON = "on"
    SILENT = "silent"
    DIGEST = "digest"
    OFF = "off"


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
class Delivery:
    """One alert to one chat; `attempts` counts the one that is under way."""

    event_id: EventId
    recipient: TelegramId
    post_id: PostId
    language: str | None
    silent: bool
    attempts: int
