"""Queries on pending drafts. Their contents are in the storage, so that they survive a restart."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Interval, Select, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId, UserId
from kernel.content_store import ContentKey
from kernel.contents import Contents
from kernel.transaction import keep_connection
from posts.drafts.models import DraftStatus, PendingDraft, PendingEntry
from posts.drafts.tables import DraftRow
from posts.models import Draft, DraftId, Format, Origin, Part, PostId, Visibility
from posts.pastes.tables import origin_columns

# These run for every message, so they are built once: building one takes as long as running it.
_IN_CHAT: Final = (
    select(DraftRow)
    .where(DraftRow.source_bot_id == bindparam("bot_id"), DraftRow.source_chat_id == bindparam("chat_id"))
    .order_by(DraftRow.id)
)
_RECENT: Final = (
    select(DraftRow)
    .where(
        DraftRow.telegram_id == bindparam("owner"),
        DraftRow.source_bot_id == bindparam("bot_id"),
        DraftRow.source_chat_id == bindparam("chat_id"),
        DraftRow.reason != DraftStatus.AWAITING_ACCOUNT,
        DraftRow.created_at > func.now() - bindparam("age", type_=Interval),
    )
    .order_by(DraftRow.id.desc())
)


class DraftRepository:
    """Queries on pending drafts. `owner` is the chat that sent one: only that chat can read or change it."""

    def __init__(self, session: AsyncSession, contents: Contents) -> None:
        self._session = session
        self._contents = contents

    async def lock_chat(self, owner: TelegramId) -> None:
        """Lock all drafts of this chat, also those to come, until the transaction ends."""
        key = func.hashtextextended(f"posts:drafts:{owner}", 0)
        await self._session.execute(select(func.pg_advisory_xact_lock(key)))
        keep_connection(self._session)

    async def save(
        self,
        owner: TelegramId,
        draft: Draft,
        status: DraftStatus,
        post: PostId | None = None,
        author: UserId | None = None,
    ) -> DraftId:
        """Store a draft, or return the one that this message has made before.

        `author` is None while the chat has no account.
        """
        if draft.origin and (known := await self._id_from_message(owner, draft.origin)):
            return known
        new = insert(DraftRow).values(
            telegram_id=owner,
            user_id=author,
            **await self._columns(draft, status, post),
            **origin_columns(draft.origin),
        )
        saved = await self._session.scalar(new.on_conflict_do_nothing().returning(DraftRow.id))
        if saved is None and draft.origin:  # another process was faster; the sweep deletes our files
            saved = await self._id_from_message(owner, draft.origin)
        return DraftId(saved or 0)

    async def count_others(self, owner: TelegramId, status: DraftStatus, message: Origin | None) -> int:
        """Count a chat's drafts of this status, without the one that came in this message."""
        query = select(func.count()).where(DraftRow.telegram_id == owner, DraftRow.reason == status)
        known = await self._id_from_message(owner, message) if message else None
        return await self._session.scalar(query.where(DraftRow.id != (known or 0))) or 0

    async def list_by_status(
        self, owner: TelegramId, status: DraftStatus, *, is_locked: bool = False
    ) -> list[PendingEntry]:
        """Return the drafts of this status in the order they were sent, and lock them if asked to."""
        which = (DraftRow.telegram_id == owner, DraftRow.reason == status)
        query = select(DraftRow).where(*which).order_by(DraftRow.id)
        rows = await self._session.scalars(query.with_for_update() if is_locked else query)
        return [_entry(row) for row in rows]

    async def size_of(self, entry: PendingEntry) -> int:
        """Return the size of a draft in bytes, as `Draft.sent_size` counts."""
        return await self._contents.size(entry.original_source or entry.content_source)

    async def take(self, owner: TelegramId, draft: DraftId) -> PendingDraft | None:
        """Delete a draft and return it."""
        taken = delete(DraftRow).where(DraftRow.telegram_id == owner, DraftRow.id == draft)
        row = await self._session.scalar(taken.returning(DraftRow))
        return await self._pending_draft(row) if row else None

    async def find(self, owner: TelegramId, draft: DraftId) -> PendingDraft | None:
        row = await self._session.scalar(_with_id(owner, draft))
        return await self._pending_draft(row) if row else None

    async def lock(self, owner: TelegramId, draft: DraftId) -> PendingDraft | None:
        """Return a draft and lock it until the transaction ends."""
        row = await self._session.scalar(_with_id(owner, draft).with_for_update())
        return await self._pending_draft(row) if row else None

    async def lock_unchanged(self, owner: TelegramId, pending: PendingDraft) -> bool:
        """Lock a draft until the transaction ends. False if it is gone or has another text now."""
        source = select(DraftRow.content_source).where(
            DraftRow.telegram_id == owner, DraftRow.id == pending.id
        )
        return await self._session.scalar(source.with_for_update()) in pending.files

    async def recent_in(self, owner: TelegramId, chat: Origin, age: timedelta) -> list[PendingDraft]:
        """Return drafts that wait for their author's decision and are newer than `age`, the latest first."""
        rows = await self._session.scalars(_RECENT, {"owner": owner, "age": age, **_chat_values(chat)})
        return [await self._pending_draft(row) for row in rows]

    async def from_message(self, message: Origin) -> PendingDraft | None:
        """Return the draft that this message is the text of, or a part of it."""
        rows = await self._session.scalars(_IN_CHAT, _chat_values(message))
        row = next((row for row in rows if message.message_id in _messages_of(row)), None)
        return await self._pending_draft(row) if row else None

    async def pending_messages(self, chat: Origin) -> set[int]:
        """Return the ids of all messages of a chat that are part of a pending draft."""
        rows = await self._session.scalars(_IN_CHAT, _chat_values(chat))
        return {number for row in rows for number in _messages_of(row)}

    async def replace(self, pending: PendingDraft, draft: Draft) -> None:
        """Store `draft` in the place of a pending draft, with the status and paste of `pending`.

        The old files stay: their keys are in `pending`.
        """
        columns = await self._columns(draft, pending.status, pending.post, is_confirmed=pending.is_confirmed)
        changed = update(DraftRow).where(DraftRow.id == pending.id)
        await self._session.execute(changed.values(created_at=func.now(), **columns))

    async def list_of_author(self, author: UserId, chats: Sequence[TelegramId]) -> list[PendingEntry]:
        """Return an author's drafts, and those that these chats sent without an account, in order."""
        query = select(DraftRow).where(_written_by(author, chats)).order_by(DraftRow.id)
        return [_entry(row) for row in await self._session.scalars(query)]

    async def list_undecided(self, author: UserId, owner: TelegramId) -> list[PendingEntry]:
        """Return what this chat sent and its author has to decide about, in the order it was sent."""
        query = select(DraftRow).where(
            DraftRow.telegram_id == owner,
            DraftRow.reason != DraftStatus.AWAITING_ACCOUNT,
            _written_by(author, [owner]),
        )
        return [_entry(row) for row in await self._session.scalars(query.order_by(DraftRow.id))]

    async def delete(self, owner: TelegramId, draft: DraftId) -> list[ContentKey]:
        """Delete a draft without reading it, and return its files; none if there is no such draft."""
        return await self._delete(and_(DraftRow.telegram_id == owner, DraftRow.id == draft))

    async def delete_old(self, age: timedelta) -> list[ContentKey]:
        """Delete all drafts older than `age`, and return their files."""
        return await self._delete(DraftRow.created_at < func.now() - age)

    async def delete_of_author(self, author: UserId, chats: Sequence[TelegramId]) -> list[ContentKey]:
        """Delete the drafts that `list_of_author` returns, and return their files."""
        return await self._delete(_written_by(author, chats))

    async def _columns(
        self, draft: Draft, status: DraftStatus, post: PostId | None, *, is_confirmed: bool = False
    ) -> dict[str, Any]:
        """Store the contents of a draft, and return the columns of its row."""
        text = await self._contents.put(draft.text.encode())
        original = await self._contents.put(draft.original) if draft.original is not None else None
        return {
            "reason": status,
            "title": draft.title,
            "language": draft.language,
            "content_source": text,
            "original_source": original,
            "details": {
                "post": post,
                "format": draft.format,
                "encoding": draft.encoding,
                "forwarded_from": draft.forwarded_from,
                "visibility": draft.visibility,
                "parts": [[part.message_id, part.length, part.sent_at.isoformat()] for part in draft.parts],
                "sure": is_confirmed,
            },
        }

    async def _id_from_message(self, owner: TelegramId, origin: Origin) -> DraftId | None:
        same = select(DraftRow.id).where(
            DraftRow.telegram_id == owner,
            DraftRow.source_bot_id == origin.bot_id,
            DraftRow.source_chat_id == origin.chat_id,
            DraftRow.source_message_id == origin.message_id,
        )
        found = await self._session.scalar(same)
        return DraftId(found) if found else None

    async def _delete(self, which: ColumnElement[bool]) -> list[ContentKey]:
        gone = delete(DraftRow).where(which).returning(DraftRow.content_source, DraftRow.original_source)
        rows = await self._session.execute(gone)
        return [ContentKey(key) for files in rows for key in files if key]

    async def _pending_draft(self, row: DraftRow) -> PendingDraft:
        files = tuple(ContentKey(key) for key in (row.content_source, row.original_source) if key)
        text, *original = [await self._contents.get(key) for key in files]
        draft = _draft(row, text.decode(), next(iter(original), None))
        post, is_confirmed = row.details.get("post"), bool(row.details.get("sure"))
        return PendingDraft(DraftId(row.id), draft, DraftStatus(row.reason), post, files, is_confirmed)


def _with_id(owner: TelegramId, draft: DraftId) -> Select[DraftRow]:
    return select(DraftRow).where(DraftRow.telegram_id == owner, DraftRow.id == draft)


def _chat_values(message: Origin) -> dict[str, int]:
    return {"bot_id": message.bot_id, "chat_id": message.chat_id}


def _messages_of(row: DraftRow) -> set[int]:
    first = {row.source_message_id} if row.source_message_id else set()
    return first | {part.message_id for part in _parts(row)}


def _written_by(author: UserId, chats: Sequence[TelegramId]) -> ColumnElement[bool]:
    # A chat that has logged out keeps the author's drafts, and one that changed accounts has none of these.
    without_account = and_(DraftRow.user_id.is_(None), DraftRow.telegram_id.in_(chats))
    return or_(DraftRow.user_id == author, without_account)


def _entry(row: DraftRow) -> PendingEntry:
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
        _parts(row),
    )


def _draft(row: DraftRow, text: str, original: bytes | None) -> Draft:
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
        _parts(row),
        Visibility(visibility) if visibility else None,
    )


def _parts(row: DraftRow) -> tuple[Part, ...]:
    stored = row.details.get("parts", ())
    return tuple(
        Part(message, length, datetime.fromisoformat(sent_at)) for message, length, sent_at in stored
    )


def _origin(row: DraftRow) -> Origin | None:
    if row.source_bot_id is None or row.source_chat_id is None or row.source_message_id is None:
        return None
    return Origin(row.source_bot_id, row.source_chat_id, row.source_message_id)
