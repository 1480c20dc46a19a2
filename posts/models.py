"""Pastes, in the domain's words."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NewType

from auth.models import UserId, Username
from kernel.content_store import ContentKey
from posts.credentials.kinds import Findings

DraftId = NewType("DraftId", int)
PostId = NewType("PostId", int)
EventId = NewType("EventId", int)
Slug = NewType("Slug", str)
PostUrl = NewType("PostUrl", str)


class Visibility(StrEnum):
    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"


class Format(StrEnum):
    PLAIN = "plain"
    MARKDOWN = "markdown"


class EventKind(StrEnum):
    """`CHANGED`: what was shown at the address is no longer right."""

    PUBLISHED = "published"
    CHANGED = "changed"
    DELETED = "deleted"
    EXPIRED = "expired"
    BURNED = "burned"


@dataclass(frozen=True, slots=True)
class Origin:
    """The Telegram message that a paste came from: the same message never makes two pastes.

    Every bot counts its messages anew, so a message is known by its bot too.
    """

    bot_id: int
    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Part:
    """A message whose text is in a paste; `length` in UTF-16 units, 0 where the text became another."""

    message_id: int
    length: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to become a paste. `language` is a short name of Pygments', such as `python`.

    `encoding` is a file's, and `original` its bytes where they are not the text in UTF-8; `parts` are the
    messages of the text, of which the `origin` is the first; `visibility` is None for the author's usual one.
    `findings` are the credentials in it, None while nobody has looked. `is_prepared`: its contents are stored
    already, by the transaction that it is published in.
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


@dataclass(frozen=True, slots=True)
class Terms:
    """How a paste is published; a `lifetime` of None is for ever."""

    visibility: Visibility = Visibility.PUBLIC
    lifetime: timedelta | None = None
    burn_after_read: bool = False

    @property
    def is_listed(self) -> bool:
        return self.visibility is Visibility.PUBLIC and not self.burn_after_read


@dataclass(frozen=True, slots=True)
class Post:
    """`url` is `username/slug`; `size` is in bytes of UTF-8; times are UTC.

    `encoding` is what its file was read as, None of what came as no file; `original_source` holds the file's
    bytes where they differ from the text in UTF-8. `views` are people's readings, as far as they are counted.
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
        """What is to be read once is for whoever gets its link, and not for whoever passes by."""
        return self.visibility is Visibility.PUBLIC and not self.burn_after_read

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= datetime.now(UTC)

    def readable_by(self, reader: UserId | None) -> bool:
        return self.visibility is not Visibility.PRIVATE or reader == self.created_by


@dataclass(frozen=True, slots=True)
class Revision:
    """A text that a paste has, or had; `number` counts from 1, `size` is in bytes.

    `language` and `format` are the paste's where they are None; `encoding` is what its file was read as.
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
    """Some of an author's pastes, newest first; `number` counts from 0."""

    posts: list[Post]
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list, which stays whatever is published: what is older than a paste, or what is newer."""

    post: PostId
    older: bool = True


@dataclass(frozen=True, slots=True)
class ListedPage:
    """Some of what everybody may find of an author's, newest first; and where there is more, if there is."""

    posts: list[Post]
    newer: Cursor | None = None
    older: Cursor | None = None


@dataclass(frozen=True, slots=True)
class PostEvent:
    """Something that happened to a paste, written in the transaction that did it."""

    id: EventId
    kind: EventKind
    post_id: PostId
    author_id: UserId
    url: PostUrl
    title: str
