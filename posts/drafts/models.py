"""What is kept, as rows: which columns a draft has, and the rest by its names in one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from kernel.storage import ContentKey
from posts.drafts.tables import DraftRow
from posts.models import Draft, DraftId, Format, Origin, Part, PostId, Visibility
from posts.texts.cuts import are_one_text

KEPT_FOR: Final = timedelta(days=30)


class DraftStatus(StrEnum):
    AWAITING_ACCOUNT = "stranger"
    OVER_LIMIT = "limit"
    CREDENTIAL_WARNING = "warning"


@dataclass(frozen=True, slots=True)
class PendingDraft:
    """`post` is the paste whose next text it is to be; None for a new paste. `files` hold it meanwhile.

    `is_sure`: its author has read the warning, and wants it public all the same.
    """

    id: DraftId
    draft: Draft
    reason: DraftStatus
    post: PostId | None
    files: tuple[ContentKey, ...]
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """A kept draft as it is listed: its text is in the files."""

    id: DraftId
    title: str
    language: str
    reason: DraftStatus
    format: Format
    encoding: str | None
    kept_at: datetime
    content_source: ContentKey
    original_source: ContentKey | None
    parts: tuple[Part, ...] = ()

    @property
    def is_file(self) -> bool:
        return self.encoding is not None


def pending_entry(row: DraftRow) -> PendingEntry:
    return PendingEntry(
        DraftId(row.id),
        row.title,
        row.language,
        DraftStatus(row.reason),
        Format(row.details.get("format", Format.PLAIN)),
        row.details.get("encoding"),
        row.created_at,
        ContentKey(row.content_source),
        ContentKey(row.original_source) if row.original_source else None,
        parts_in(row),
    )


def titles_of(waiting: Iterable[PendingEntry]) -> list[str]:
    """In their order; what an app had cut is one text, whose beginning gives the title."""
    found: list[PendingEntry] = []
    for one in waiting:
        same = (number for number, known in enumerate(found) if _are_one(known, one))
        if (place := next(same, None)) is None:
            found.append(one)
        else:
            found[place] = _as_one(found[place], one)
    return [one.title for one in found]


def _are_one(one: PendingEntry, other: PendingEntry) -> bool:
    return bool(one.parts and other.parts) and are_one_text(one.parts, other.parts)


def _as_one(one: PendingEntry, other: PendingEntry) -> PendingEntry:
    begin, rest = sorted((one, other), key=lambda part: part.parts[0].message_id)
    return replace(begin, parts=(*begin.parts, *rest.parts))


def details_of(draft: Draft, post: PostId | None, *, is_sure: bool = False) -> dict[str, Any]:
    return {
        "post": post,
        "format": draft.format,
        "encoding": draft.encoding,
        "forwarded_from": draft.forwarded_from,
        "visibility": draft.visibility,
        "parts": listed_parts(draft.parts),
        "sure": is_sure,
    }


def draft_in(row: DraftRow, text: str, original: bytes | None) -> Draft:
    details = row.details
    visibility = details.get("visibility")
    return Draft(
        row.title,
        text,
        row.language,
        _origin(row),
        Format(details.get("format", Format.PLAIN)),
        details.get("encoding"),
        original,
        details.get("forwarded_from"),
        parts_in(row),
        Visibility(visibility) if visibility else None,
    )


def listed_parts(parts: Sequence[Part]) -> list[list[Any]]:
    return [[part.message_id, part.length, part.sent_at.isoformat()] for part in parts]


def parts_in(row: DraftRow) -> tuple[Part, ...]:
    listed = row.details.get("parts", ())
    return tuple(
        Part(message, length, datetime.fromisoformat(sent_at)) for message, length, sent_at in listed
    )


def _origin(row: DraftRow) -> Origin | None:
    if row.source_bot_id is None or row.source_chat_id is None or row.source_message_id is None:
        return None
    return Origin(row.source_bot_id, row.source_chat_id, row.source_message_id)
