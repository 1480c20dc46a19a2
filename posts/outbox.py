"""The outbox: what happened to pastes, written with the change itself and read by the notifier."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import UserId
from posts.models import EventId, EventKind, Post, PostEvent, PostId, PostUrl
from posts.tables import EventRow


class Outbox:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(self, kind: EventKind, post: Post) -> None:
        event = insert(EventRow).values(kind=kind, post_id=post.id, author_id=post.created_by, url=post.url)
        await self._session.execute(event)

    async def take(self, kind: EventKind, age: timedelta, limit: int) -> list[PostEvent]:
        """The oldest that wait and are at least this old; locked, so that two workers never share one."""
        due = (
            select(EventRow)
            .where(EventRow.handled_at.is_(None), EventRow.kind == kind)
            .where(EventRow.happened_at <= func.now() - age)
            .order_by(EventRow.happened_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_event(row) for row in await self._session.scalars(due)]

    async def done(self, events: Iterable[EventId]) -> None:
        handled = update(EventRow).where(EventRow.id.in_(events)).values(handled_at=func.now())
        await self._session.execute(handled)


def _event(row: EventRow) -> PostEvent:
    return PostEvent(
        EventId(row.id), EventKind(row.kind), PostId(row.post_id), UserId(row.author_id), PostUrl(row.url)
    )
