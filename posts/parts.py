"""The messages that the text of a paste came in."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from posts.models import Origin, Part, Post, PostId
from posts.post_rows import post_of
from posts.tables import PartRow, PostRow

# A text of this many messages has a quarter of a megabyte.
_LATEST: Final = 64


class PartRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, post: PostId, origin: Origin, parts: Sequence[Part]) -> None:
        """A message that is a part of another paste stays there."""
        rows = [
            {
                "bot_id": origin.bot_id,
                "chat_id": origin.chat_id,
                "message_id": part.message_id,
                "post_id": post,
                "length": part.length,
                "sent_at": part.sent_at,
            }
            for part in parts
        ]
        if rows:
            await self._session.execute(insert(PartRow).on_conflict_do_nothing(), rows)

    async def replace(self, post: PostId, origin: Origin, parts: Sequence[Part]) -> None:
        await self._session.execute(delete(PartRow).where(PartRow.post_id == post))
        await self.add(post, origin, parts)

    async def of(self, post: PostId) -> list[Part]:
        """In the order of the messages."""
        query = select(PartRow).where(PartRow.post_id == post).order_by(PartRow.message_id)
        return [Part(row.message_id, row.length, row.sent_at) for row in await self._session.scalars(query)]

    async def lately_in(self, chat: Origin, ago: timedelta) -> list[Post]:
        """What this chat's latest messages became, as far as that was so lately; locked, the latest first."""
        latest = (
            select(PartRow.post_id)
            .where(PartRow.bot_id == chat.bot_id, PartRow.chat_id == chat.chat_id)
            .order_by(PartRow.message_id.desc())
            .limit(_LATEST)
        )
        query = select(PostRow).where(
            PostRow.id.in_(latest), PostRow.updated_at > func.now() - ago, PostRow.deleted_at.is_(None)
        )
        locked = query.order_by(PostRow.id.desc()).with_for_update()
        return [post_of(row) for row in await self._session.scalars(locked)]
