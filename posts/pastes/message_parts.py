"""The messages that the text of a paste came in."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Interval, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from posts.models import Draft, Origin, Part, Post, PostId
from posts.pastes.rows import post_of
from posts.pastes.tables import PartRow, PostRow

# A text of this many messages has a quarter of a megabyte.
_LATEST: Final = 64
# What is asked of every message is built once: to build it takes as long as to run it.
_LATELY: Final = (
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
            .limit(_LATEST)
        ),
        PostRow.updated_at > func.now() - bindparam("ago", type_=Interval),
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
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

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
        rows = await self._session.scalars(_OF, {"post": post})
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
        values = {"bot_id": chat.bot_id, "chat_id": chat.chat_id, "ago": ago}
        return [post_of(row) for row in await self._session.scalars(_LATELY, values)]


def parts_of(draft: Draft) -> Sequence[Part]:
    """None of a draft that came in no message. Also the message of a file is remembered."""
    if draft.origin is None:
        return ()
    return draft.parts or (Part(draft.origin.message_id, 0, datetime.now(UTC)),)


def said_alone_in(draft: Draft, parts: Sequence[Part]) -> str | None:
    """The SHA-256 of the text, where it came in one message."""
    return sha256(draft.text.encode()).hexdigest() if len(parts) == 1 else None


def _rows(post: PostId, draft: Draft) -> list[dict[str, Any]]:
    if draft.origin is None:
        return []
    parts = parts_of(draft)
    said = said_alone_in(draft, parts)
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
