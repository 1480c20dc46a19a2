"""Pastes, in the domain's words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from auth.models import UserId, Username
from kernel.storage import ContentKey

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
    PUBLISHED = "published"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Origin:
    """The Telegram message that a paste came from: the same message never makes two pastes.

    Every bot counts its messages anew, so a message is known by its bot too.
    """

    bot_id: int
    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to become a paste. `language` is a short name of Pygments', such as `python`."""

    title: str
    text: str
    language: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """`url` is `username/slug`; `size` is in bytes of UTF-8; times are UTC."""

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

    @property
    def author(self) -> Username:
        return Username(self.url.partition("/")[0])

    @property
    def slug(self) -> Slug:
        return Slug(self.url.partition("/")[2])

    def readable_by(self, reader: UserId | None) -> bool:
        return self.visibility is not Visibility.PRIVATE or reader == self.created_by


@dataclass(frozen=True, slots=True)
class PostPage:
    """Some of an author's pastes, newest first; `number` counts from 0."""

    posts: list[Post]
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class PostEvent:
    """Something that happened to a paste, written in the transaction that did it."""

    id: EventId
    kind: EventKind
    post_id: PostId
    author_id: UserId
    url: PostUrl
