"""Pending drafts: texts that are not published yet, and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kernel.storage import ContentKey
from posts.credentials import Credential
from posts.limits import LimitReached
from posts.models import Draft, DraftId, Format, Part, Post, PostId

DRAFT_LIFETIME: Final = timedelta(days=30)


class DraftStatus(StrEnum):
    """The reason why a draft is pending."""

    AWAITING_ACCOUNT = "stranger"
    OVER_LIMIT = "limit"
    CREDENTIAL_WARNING = "warning"


@dataclass(frozen=True, slots=True)
class PendingDraft:
    """A stored draft. `post` is the paste whose next text it is, None for a new paste.

    `files` are the keys of its text and, if there are any, of its original bytes. `is_confirmed`: its author
    has seen the credential warning and has chosen to publish it.
    """

    id: DraftId
    draft: Draft
    status: DraftStatus
    post: PostId | None
    files: tuple[ContentKey, ...]
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """A pending draft in a list: everything but its contents, which stay in the storage."""

    id: DraftId
    title: str
    language: str
    status: DraftStatus
    format: Format
    encoding: str | None
    saved_at: datetime
    content_source: ContentKey
    original_source: ContentKey | None
    parts: tuple[Part, ...] = ()

    @property
    def is_file(self) -> bool:
        return self.encoding is not None


@dataclass(frozen=True, slots=True)
class NotPublished:
    """A draft that was saved as pending, for a limit or for credentials in it.

    `revises` is the paste whose next text it would be, None for a new paste.
    """

    id: DraftId
    title: str
    limit: LimitReached | None = None
    credentials: tuple[Credential, ...] = ()
    revises: Post | None = None


Outcome = Post | NotPublished
