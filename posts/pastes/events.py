"""The outbox: what happened to pastes, written with the change itself and read by the notifier.

Events have no lease: they are handled in the transaction that claims them. Its locks on their rows keep other
workers away, and Postgres ends them with the connection of a worker that is killed. Leases are for work that
no transaction should wait for, such as sending, and would cost each event one more write and one more commit.
The query that claims is theirs (kernel/leases.py).
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import UserId
from kernel.leases import lock_due
from posts.models import EventId, EventKind, Post, PostEvent, PostId, PostUrl
from posts.pastes.tables import EventRow, PostRow

# As literals, so that the partial index of just these is used.
_GONE: Final[BindParameter[Any]] = bindparam(
    "gone", (EventKind.DELETED, EventKind.EXPIRED, EventKind.BURNED), expanding=True, literal_execute=True
)


class Outbox:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(self, kind: EventKind, post: Post) -> None:
        await self._session.execute(insert(EventRow).values(**_columns(kind, post)))

    async def note_once(self, kind: EventKind, post: Post) -> None:
        """For whoever has locked the paste, or has just made it."""
        known = exists().where(EventRow.post_id == post.id, EventRow.kind == kind)
        columns = _columns(kind, post)
        values = (literal(value, getattr(EventRow, name).type) for name, value in columns.items())
        event = insert(EventRow).from_select(list(columns), select(*values).where(~known))
        await self._session.execute(event)

    async def claim(self, kinds: Sequence[EventKind], age: timedelta, limit: int) -> list[PostEvent]:
        """Lock the oldest that wait and are at least this old, until the end of the transaction."""
        waiting = select(EventRow).where(EventRow.handled_at.is_(None), EventRow.kind.in_(kinds))
        due = lock_due(waiting, EventRow.happened_at, limit, age)
        return [_event(row) for row in await self._session.scalars(due)]

    async def complete(self, events: Iterable[EventId]) -> None:
        """Mark claimed events as handled."""
        handled = update(EventRow).where(EventRow.id.in_(events)).values(handled_at=func.now())
        await self._session.execute(handled)

    async def delete(self, event: EventId) -> None:
        """Delete a claimed event as if it had not happened, so that `note_once` notes it once more."""
        await self._session.execute(delete(EventRow).where(EventRow.id == event))

    async def end_of(self, url: PostUrl) -> EventKind | None:
        """How the last paste at this address ended, or None where there was none."""
        # What was brought back, and lives at another address by now, has not ended.
        lives = exists().where(PostRow.id == EventRow.post_id, PostRow.deleted_at.is_(None))
        ended = select(EventRow.kind).where(EventRow.url == url, EventRow.kind.in_(_GONE), ~lives)
        kind = await self._session.scalar(ended.order_by(EventRow.id.desc()).limit(1))
        return EventKind(kind) if kind else None

    async def end_of_own(self, author: UserId, post: PostId) -> EventKind | None:
        """How somebody's paste ended, or None where that was not noted."""
        ended = select(EventRow.kind).where(EventRow.post_id == post, EventRow.author_id == author)
        last = ended.where(EventRow.kind.in_(_GONE)).order_by(EventRow.id.desc()).limit(1)
        kind = await self._session.scalar(last)
        return EventKind(kind) if kind else None

    async def drop_old(self, age: timedelta) -> None:
        """What was handled and nothing needs: an end tells 410 for ever, and that a paste was announced is
        known for as long as there is the paste."""
        announced = and_(EventRow.kind == EventKind.PUBLISHED, exists().where(PostRow.id == EventRow.post_id))
        old = delete(EventRow).where(
            EventRow.handled_at < func.now() - age, EventRow.kind.not_in(_GONE), not_(announced)
        )
        await self._session.execute(old)

    async def forget(self, author: UserId) -> bool:
        """Of somebody who leaves; False while caches still have to hear of something, which stays so long."""
        handled = or_(EventRow.handled_at.is_not(None), EventRow.kind == EventKind.PUBLISHED)
        await self._session.execute(delete(EventRow).where(EventRow.author_id == author, handled))
        return not await self._session.scalar(select(exists().where(EventRow.author_id == author)))


def _columns(kind: EventKind, post: Post) -> dict[str, Any]:
    return {
        "kind": kind,
        "post_id": post.id,
        "author_id": post.created_by,
        "url": post.url,
        "title": post.title,
    }


def _event(row: EventRow) -> PostEvent:
    return PostEvent(
        EventId(row.id),
        EventKind(row.kind),
        PostId(row.post_id),
        UserId(row.author_id),
        PostUrl(row.url),
        row.title,
    )
