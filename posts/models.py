"""Values of pastes, drafts and events, which the services of `posts` take and return."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from auth.models import UserId, Username
from kernel.content_store import ContentKey
from posts.credentials.kinds import Findings

DraftId = NewType("DraftId", int)
PostId = NewType("PostId", int)
EventId = NewType("EventId", int)
Slug = NewType("Slug", str)
PostUrl = NewType("PostUrl", str)
"""`username/slug`"""

UNDO_PERIOD: Final = timedelta(minutes=10)  # in which a deleted paste can be brought back
TAKEDOWN_PERIOD: Final = timedelta(days=30)  # in which one that the operator has taken down can be


class Visibility(StrEnum):
    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"


class Format(StrEnum):
    PLAIN = "plain"
    MARKDOWN = "markdown"


class EventKind(StrEnum):
    """Kinds of events of a paste. `CHANGED`: cached pages of its address are stale."""

    PUBLISHED = "published"
    CHANGED = "changed"
    DELETED = "deleted"
    EXPIRED = "expired"
    BURNED = "burned"
    TAKEN_DOWN = "taken-down"


@dataclass(frozen=True, slots=True)
class Origin:
    """The Telegram message that a paste came from. One message never makes two pastes.

    The ids of messages in a chat are different for each bot.
    """

    bot_id: int
    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Part:
    """A message whose text is a part of a paste.

    `length` is in UTF-16 units, and 0 if the paste's text is not made of the messages' texts.
    """

    message_id: int
    length: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is to become a paste. `language` is a short name of a Pygments lexer, such as `python`.

    `encoding` is that of a file, and `original` are its bytes if they differ from the text in UTF-8. `parts`
    are the messages of the text, the first of which is `origin`. `visibility` is None for the author's
    default. `findings` is None before the search for credentials. `is_prepared`: it has been searched, and
    the present transaction has stored its contents (see `Preparation.ready`).
    """

    title: str
    text: str
    language: str
    origin: Origin | None = None
    format: Format = Format.PLAIN
    encoding: str | None = None
    original: bytes | None = None
    forwarded_from: str | None = None
    parts: tuple[Part, ...] = ()
    visibility: Visibility | None = None
    findings: Findings | None = None
    is_prepared: bool = False

    @property
    def sent_size(self) -> int:
        """Bytes of the file as it was sent, or of a message's text in UTF-8."""
        return len(self.text.encode() if self.original is None else self.original)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a paste is published. A `lifetime` of None means forever."""

    visibility: Visibility = Visibility.PUBLIC
    lifetime: timedelta | None = None
    burn_after_read: bool = False

    @property
    def is_listed(self) -> bool:
        """Tell whether lists show pastes with these terms, as `Post.is_listed` does."""
        return self.visibility is Visibility.PUBLIC and not self.burn_after_read


@dataclass(frozen=True, slots=True)
class Post:
    """A paste. `size` is in bytes of UTF-8; times are UTC.

    `content_source` is the key of its text in the storage, and `original_source` that of its file, if the
    bytes differ from the text in UTF-8. `encoding` is that of the file, None if the paste came in messages.
    `revision` is the number of the present text, from 1. With a `takedown_reason`, the operator has
    deleted it. `views` are stored with a delay.
    """

    id: PostId
    title: str
    url: PostUrl
    content_source: ContentKey
    created_by: UserId
    created_at: datetime
    updated_at: datetime
    revision: int
    language: str
    format: Format
    visibility: Visibility
    size: int
    lines: int
    sha256: str
    expires_at: datetime | None = None
    burn_after_read: bool = False
    deleted_at: datetime | None = None
    takedown_reason: str | None = None
    encoding: str | None = None
    original_source: ContentKey | None = None
    forwarded_from: str | None = None
    views: int = 0

    @property
    def author(self) -> Username:
        return Username(self.url.partition("/")[0])

    @property
    def slug(self) -> Slug:
        return Slug(self.url.partition("/")[2])

    @property
    def is_listed(self) -> bool:
        """Tell whether lists show the paste. A paste to be read once is only for people who get its link."""
        return self.visibility is Visibility.PUBLIC and not self.burn_after_read

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= datetime.now(UTC)

    @property
    def can_be_undeleted(self) -> bool:
        is_recent = self.deleted_at is not None and datetime.now(UTC) < self.deleted_at + UNDO_PERIOD
        return is_recent and not self.has_expired and self.takedown_reason is None

    def readable_by(self, reader: UserId | None) -> bool:
        return self.visibility is not Visibility.PRIVATE or reader == self.created_by


@dataclass(frozen=True, slots=True)
class Revision:
    """A present or former text of a paste. `number` counts from 1, `size` is in bytes.

    `language` and `format` are None if they are the paste's. `encoding` is that of its file, None if the text
    came in messages.
    """

    number: int
    content_source: ContentKey
    size: int
    created_at: datetime
    sha256: str
    language: str | None = None
    format: Format | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class PostPage:
    """A page of an author's own list, newest first. `number` counts from 0."""

    posts: list[Post]
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list, next to a paste: the pastes older than it, or the newer ones. New pastes do not
    shift it."""

    post: PostId
    older: bool = True


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page of an author's public list, newest first, with the cursors of the pages next to it."""

    posts: list[Post]
    newer: Cursor | None = None
    older: Cursor | None = None


@dataclass(frozen=True, slots=True)
class PostEvent:
    """An event of a paste, recorded in the transaction of the change.

    `request_id` is the id of the update or HTTP request that made the change, for logs.
    """

    id: EventId
    kind: EventKind
    post_id: PostId
    author_id: UserId
    url: PostUrl
    title: str
    request_id: str | None
