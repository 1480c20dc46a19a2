"""The messages that the text of a paste came in."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from posts.models import Draft, Origin, Part, Post, PostId
from posts.rows.post_rows import post_of
from posts.rows.tables import PartRow, PostRow

# A text of this many messages has a quarter of a megabyte.
_LATEST: Final = 64


class PartRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, post: PostId, draft: Draft) -> None:
        """The messages of its text. A message that is a part of another paste stays there."""
        if rows := _rows(post, draft):
            await self._session.execute(insert(PartRow).on_conflict_do_nothing(), rows)

    async def replace(self, post: PostId, draft: Draft) -> None:
        """Those of its text from now on; the others are known as such that it came in before."""
        former = update(PartRow).where(PartRow.post_id == post).values(is_former=True)
        await self._session.execute(former)
        new = insert(PartRow)
        names = ("length", "sent_at", "said", "is_former")
        again = new.on_conflict_do_update(
            index_elements=[PartRow.bot_id, PartRow.chat_id, PartRow.message_id],
            set_={name: new.excluded[name] for name in names},
            where=PartRow.post_id == new.excluded.post_id,
        )
        if rows := _rows(post, draft):
            await self._session.execute(again, rows)

    async def of(self, post: PostId) -> list[Part]:
        """In the order of the messages."""
        present = select(PartRow).where(PartRow.post_id == post, ~PartRow.is_former)
        rows = await self._session.scalars(present.order_by(PartRow.message_id))
        return [Part(row.message_id, row.length, row.sent_at) for row in rows]

    async def said_alone(self, message: Origin) -> str | None:
        """The SHA-256 of the text that this message made alone, also of one that was replaced since."""
        return await self._session.scalar(
            select(PartRow.said).where(
                PartRow.bot_id == message.bot_id,
                PartRow.chat_id == message.chat_id,
                PartRow.message_id == message.message_id,
            )
        )

    async def lately_in(self, chat: Origin, ago: timedelta) -> list[Post]:
        """What this chat's latest messages became, as far as that was so lately, the latest first."""
        latest = (
            select(PartRow.post_id)
            .where(PartRow.bot_id == chat.bot_id, PartRow.chat_id == chat.chat_id, ~PartRow.is_former)
            .order_by(PartRow.message_id.desc())
            .limit(_LATEST)
        )
        query = select(PostRow).where(
            PostRow.id.in_(latest), PostRow.updated_at > func.now() - ago, PostRow.deleted_at.is_(None)
        )
        rows = await self._session.scalars(query.order_by(PostRow.id.desc()))
        return [post_of(row) for row in rows]


def _rows(post: PostId, draft: Draft) -> list[dict[str, Any]]:
    """None of a draft that came in no message. Also the message of a file is remembered."""
    if draft.origin is None:
        return []
    parts = draft.parts or (Part(draft.origin.message_id, 0, datetime.now(UTC)),)
    said = sha256(draft.text.encode()).hexdigest() if len(parts) == 1 else None
    return [
        {
            "bot_id": draft.origin.bot_id,
            "chat_id": draft.origin.chat_id,
            "message_id": part.message_id,
            "post_id": post,
            "length": part.length,
            "sent_at": part.sent_at,
            "said": said,
            "is_former": False,
        }
        for part in parts
    ]
