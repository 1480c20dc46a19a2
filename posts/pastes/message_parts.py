"""Queries on message parts: the Telegram messages that the text of a paste came in."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Interval, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from posts.models import Draft, Origin, Part, Post, PostId
from posts.pastes.repository import post_of
from posts.pastes.tables import PartRow, PostRow

_LATEST_PARTS: Final = 64  # a text of so many messages has about 256 KB
# These run for every message, so they are built once: building one takes as long as running it.
_RECENT: Final = (
    select(PostRow)
    .where(
        PostRow.id.in_(
            select(PartRow.post_id)
            .where(
                PartRow.bot_id == bindparam("bot_id"),
                PartRow.chat_id == bindparam("chat_id"),
                ~PartRow.is_former,
            )
            .order_by(PartRow.message_id.desc())
            .limit(_LATEST_PARTS)
        ),
        PostRow.updated_at > func.now() - bindparam("age", type_=Interval),
        PostRow.deleted_at.is_(None),
    )
    .order_by(PostRow.id.desc())
)
_OF: Final = (
    select(PartRow)
    .where(PartRow.post_id == bindparam("post"), ~PartRow.is_former)
    .order_by(PartRow.message_id)
)


class PartRepository:
    """Queries on the messages of pastes, of the present text unless said otherwise."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def replace(self, post: PostId, draft: Draft) -> None:
        """Set the messages of a paste's text; the messages of earlier texts become former parts."""
        former = update(PartRow).where(PartRow.post_id == post).values(is_former=True)
        await self._session.execute(former)
        new = insert(PartRow)
        names = ("length", "sent_at", "said", "is_former")
        upsert = new.on_conflict_do_update(
            index_elements=[PartRow.bot_id, PartRow.chat_id, PartRow.message_id],
            set_={name: new.excluded[name] for name in names},
            where=PartRow.post_id == new.excluded.post_id,
        )
        if rows := _rows(post, draft):
            await self._session.execute(upsert, rows)

    async def of(self, post: PostId) -> list[Part]:
        """Return the parts of a paste in the order of the messages."""
        rows = await self._session.scalars(_OF, {"post": post})
        return [Part(row.message_id, row.length, row.sent_at) for row in rows]

    async def whole_text_sha256(self, message: Origin) -> str | None:
        """Return the SHA-256 of a paste's text that was this message alone, also of an earlier text."""
        return await self._session.scalar(
            select(PartRow.said).where(
                PartRow.bot_id == message.bot_id,
                PartRow.chat_id == message.chat_id,
                PartRow.message_id == message.message_id,
            )
        )

    async def recent_in(self, chat: Origin, age: timedelta) -> list[Post]:
        """Return the pastes of this chat's latest messages that were changed within `age`, latest first.

        Without deleted ones, but with those of other authors.
        """
        values = {"bot_id": chat.bot_id, "chat_id": chat.chat_id, "age": age}
        return [post_of(row) for row in await self._session.scalars(_RECENT, values)]


def parts_of(draft: Draft) -> Sequence[Part]:
    """Return the messages that a draft came in. That of a file has length 0; without an origin none."""
    if draft.origin is None:
        return ()
    return draft.parts or (Part(draft.origin.message_id, 0, datetime.now(UTC)),)


def whole_text_sha256(draft: Draft, parts: Sequence[Part]) -> str | None:
    """Return the SHA-256 of a text that came in one message, else None."""
    return sha256(draft.text.encode()).hexdigest() if len(parts) == 1 else None


def _rows(post: PostId, draft: Draft) -> list[dict[str, Any]]:
    if draft.origin is None:
        return []
    parts = parts_of(draft)
    sha256_of_whole = whole_text_sha256(draft, parts)
    return [
        {
            "bot_id": draft.origin.bot_id,
            "chat_id": draft.origin.chat_id,
            "message_id": part.message_id,
            "post_id": post,
            "length": part.length,
            "sent_at": part.sent_at,
            "said": sha256_of_whole,
            "is_former": False,
        }
        for part in parts
    ]
