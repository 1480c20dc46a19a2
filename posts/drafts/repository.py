"""What people sent that is no paste yet: it waits where it cannot be lost, in Postgres and the storage."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Interval, Select, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId, UserId
from kernel.content_store import ContentKey
from kernel.contents import Contents
from kernel.transaction import keep_connection
from posts.drafts.models import (
    DraftStatus,
    PendingDraft,
    PendingEntry,
    details_of,
    draft_in,
    parts_in,
    pending_entry,
)
from posts.drafts.tables import DraftRow
from posts.models import Draft, DraftId, Origin, PostId
from posts.pastes.tables import origin_columns

# What is asked of every message is built once: to build it takes as long as to run it.
_IN_CHAT: Final = (
    select(DraftRow)
    .where(DraftRow.source_bot_id == bindparam("bot_id"), DraftRow.source_chat_id == bindparam("chat_id"))
    .order_by(DraftRow.id)
)
_LATELY: Final = (
    select(DraftRow)
    .where(
        DraftRow.telegram_id == bindparam("owner"),
        DraftRow.source_bot_id == bindparam("bot_id"),
        DraftRow.source_chat_id == bindparam("chat_id"),
        DraftRow.reason != DraftStatus.AWAITING_ACCOUNT,
        DraftRow.created_at > func.now() - bindparam("ago", type_=Interval),
    )
    .order_by(DraftRow.id.desc())
)


class DraftRepository:
    def __init__(self, session: AsyncSession, contents: Contents) -> None:
        self._session = session
        self._contents = contents

    async def hold(self, owner: TelegramId) -> None:
        """Waits for whoever holds this chat's; until the transaction ends all others wait."""
        key = func.hashtextextended(f"posts:drafts:{owner}", 0)
        await self._session.execute(select(func.pg_advisory_xact_lock(key)))
        keep_connection(self._session)

    async def keep(
        self,
        owner: TelegramId,
        draft: Draft,
        reason: DraftStatus,
        post: PostId | None = None,
        author: UserId | None = None,
    ) -> DraftId:
        """The same message is kept once; `author` is None of a stranger's."""
        if draft.origin and (known := await self._from_origin(owner, draft.origin)):
            return known
        text = await self._contents.put(draft.text.encode())
        original = await self._contents.put(draft.original) if draft.original is not None else None
        new = insert(DraftRow).values(
            telegram_id=owner,
            user_id=author,
            reason=reason,
            title=draft.title,
            language=draft.language,
            content_source=text,
            original_source=original,
            details=details_of(draft, post),
            **origin_columns(draft.origin),
        )
        kept = await self._session.scalar(new.on_conflict_do_nothing().returning(DraftRow.id))
        if kept is None and draft.origin:  # by another process, a moment ago; the files are swept
            kept = await self._from_origin(owner, draft.origin)
        return DraftId(kept or 0)

    async def count_others(self, owner: TelegramId, reason: DraftStatus, message: Origin | None) -> int:
        """How many wait for this reason that did not come in this message."""
        query = select(func.count()).where(DraftRow.telegram_id == owner, DraftRow.reason == reason)
        known = await self._from_origin(owner, message) if message else None
        return await self._session.scalar(query.where(DraftRow.id != (known or 0))) or 0

    async def all_for(
        self, owner: TelegramId, reason: DraftStatus, *, is_locked: bool = False
    ) -> list[PendingEntry]:
        """All that waits for this reason, in the order it was sent."""
        which = (DraftRow.telegram_id == owner, DraftRow.reason == reason)
        query = select(DraftRow).where(*which).order_by(DraftRow.id)
        rows = await self._session.scalars(query.with_for_update() if is_locked else query)
        return [pending_entry(row) for row in rows]

    async def size_of(self, one: PendingEntry) -> int:
        """Return how large it was when it was sent, in bytes as `posts.pastes.limits.size_as_sent` counts."""
        return await self._contents.size(one.original_source or one.content_source)

    async def take(self, owner: TelegramId, draft: DraftId) -> PendingDraft | None:
        """It waits no more."""
        taken = delete(DraftRow).where(DraftRow.telegram_id == owner, DraftRow.id == draft)
        row = await self._session.scalar(taken.returning(DraftRow))
        return await self._kept(row) if row else None

    async def look(self, owner: TelegramId, draft: DraftId) -> PendingDraft | None:
        """It goes on waiting."""
        row = await self._session.scalar(_one(owner, draft))
        return await self._kept(row) if row else None

    async def find(self, owner: TelegramId, draft: DraftId) -> PendingDraft | None:
        """It goes on waiting; locked."""
        row = await self._session.scalar(_one(owner, draft).with_for_update())
        return await self._kept(row) if row else None

    async def is_still(self, owner: TelegramId, kept: PendingDraft) -> bool:
        """Whether it waits, with the same text. It does so until the transaction ends."""
        source = select(DraftRow.content_source).where(DraftRow.telegram_id == owner, DraftRow.id == kept.id)
        return await self._session.scalar(source.with_for_update()) in kept.files

    async def lately_of(self, owner: TelegramId, chat: Origin, ago: timedelta) -> list[PendingDraft]:
        """What waits of a chat's latest messages for its author's decision, the latest first."""
        rows = await self._session.scalars(_LATELY, {"owner": owner, "ago": ago, **_chat_of(chat)})
        return [await self._kept(row) for row in rows]

    async def of_message(self, message: Origin) -> PendingDraft | None:
        """What waits of this message, which may be a part of a longer text."""
        rows = await self._session.scalars(_IN_CHAT, _chat_of(message))
        row = next((row for row in rows if _is_of(row, message)), None)
        return await self._kept(row) if row else None

    async def messages_waiting(self, chat: Origin) -> set[int]:
        """The numbers of all messages of a chat of which something waits."""
        rows = await self._session.scalars(_IN_CHAT, _chat_of(chat))
        return {number for row in rows for number in _messages_of(row)}

    async def rewrite(self, kept: PendingDraft, draft: Draft) -> None:
        """In its place, kept from now on for the reason that `kept` says."""
        text = await self._contents.put(draft.text.encode())
        original = await self._contents.put(draft.original) if draft.original is not None else None
        changed = update(DraftRow).where(DraftRow.id == kept.id)
        await self._session.execute(
            changed.values(
                reason=kept.reason,
                title=draft.title,
                language=draft.language,
                content_source=text,
                original_source=original,
                details=details_of(draft, kept.post, is_sure=kept.is_sure),
                created_at=func.now(),
            )
        )

    async def waiting(self, author: UserId, chats: Sequence[TelegramId]) -> list[PendingEntry]:
        """What is somebody's, in the order it was sent; it goes on waiting."""
        query = select(DraftRow).where(_of(author, chats)).order_by(DraftRow.id)
        return [pending_entry(row) for row in await self._session.scalars(query)]

    async def list_pending(self, author: UserId, owner: TelegramId) -> list[PendingEntry]:
        """What came in this chat and waits for the author's decision, in the order it was sent."""
        query = select(DraftRow).where(
            DraftRow.telegram_id == owner,
            DraftRow.reason != DraftStatus.AWAITING_ACCOUNT,
            _of(author, [owner]),
        )
        return [pending_entry(row) for row in await self._session.scalars(query.order_by(DraftRow.id))]

    async def drop(self, owner: TelegramId, draft: DraftId) -> list[ContentKey]:
        """Its files, which nobody reads; none where it waits no more."""
        return await self._drop(and_(DraftRow.telegram_id == owner, DraftRow.id == draft))

    async def drop_old(self, age: timedelta) -> list[ContentKey]:
        """What nobody came back for; its files."""
        return await self._drop(DraftRow.created_at < func.now() - age)

    async def drop_all(self, author: UserId, chats: Sequence[TelegramId]) -> list[ContentKey]:
        return await self._drop(_of(author, chats))

    async def files_in_use(self, keys: Sequence[ContentKey]) -> set[str]:
        texts = select(DraftRow.content_source).where(DraftRow.content_source.in_(keys))
        originals = select(DraftRow.original_source).where(DraftRow.original_source.in_(keys))
        return {key for key in await self._session.scalars(texts.union(originals)) if key}

    async def _from_origin(self, owner: TelegramId, origin: Origin) -> DraftId | None:
        same = select(DraftRow.id).where(
            DraftRow.telegram_id == owner,
            DraftRow.source_bot_id == origin.bot_id,
            DraftRow.source_chat_id == origin.chat_id,
            DraftRow.source_message_id == origin.message_id,
        )
        found = await self._session.scalar(same)
        return DraftId(found) if found else None

    async def _drop(self, which: ColumnElement[bool]) -> list[ContentKey]:
        gone = delete(DraftRow).where(which).returning(DraftRow.content_source, DraftRow.original_source)
        rows = await self._session.execute(gone)
        return [ContentKey(key) for files in rows for key in files if key]

    async def _kept(self, row: DraftRow) -> PendingDraft:
        files = tuple(ContentKey(key) for key in (row.content_source, row.original_source) if key)
        text, *original = [await self._contents.get(key) for key in files]
        draft = draft_in(row, text.decode(), next(iter(original), None))
        details = row.details
        is_sure = bool(details.get("sure"))
        return PendingDraft(
            DraftId(row.id), draft, DraftStatus(row.reason), details.get("post"), files, is_sure
        )


def _one(owner: TelegramId, draft: DraftId) -> Select[DraftRow]:
    return select(DraftRow).where(DraftRow.telegram_id == owner, DraftRow.id == draft)


def _chat_of(message: Origin) -> dict[str, int]:
    return {"bot_id": message.bot_id, "chat_id": message.chat_id}


def _is_of(row: DraftRow, message: Origin) -> bool:
    return message.message_id in _messages_of(row)


def _messages_of(row: DraftRow) -> set[int]:
    first = {row.source_message_id} if row.source_message_id else set()
    return first | {part.message_id for part in parts_in(row)}


def _of(author: UserId, chats: Sequence[TelegramId]) -> ColumnElement[bool]:
    """Also of a chat that has logged out; but not what waits for another account that a chat had before."""
    strangers = and_(DraftRow.user_id.is_(None), DraftRow.telegram_id.in_(chats))
    return or_(DraftRow.user_id == author, strangers)
