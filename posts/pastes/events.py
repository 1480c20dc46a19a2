"""The outbox of events: what happened to pastes, written with the change itself and read by the notifier.

Events have no lease: they are handled in the transaction that claims them. Its row locks keep other workers
away, and Postgres releases them if the worker is killed. A lease would cost each event one more write and one
more commit; it is for work that no transaction should wait for, such as sending. The claiming query is shared
with the leases (kernel/leases.py).
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import sha256
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
from kernel.request_id import current_request_id
from posts.models import EventId, EventKind, Post, PostEvent, PostId, PostUrl
from posts.pastes.tables import ENDS, EventRow, PostRow

# Literals, so that Postgres uses the partial index of these kinds.
_GONE: Final[BindParameter[Any]] = bindparam("gone", ENDS, expanding=True, literal_execute=True)

# The statement that measures this queue for `kernel.monitoring.queues`; alerts are due `seconds` later.
WAITING_EVENTS: Final = """
    SELECT 'events', count(*), greatest(coalesce(extract(epoch FROM statement_timestamp() - min(
        CASE kind WHEN 'published' THEN happened_at + interval '{seconds} seconds' ELSE happened_at END
    )), 0), 0), NULL
    FROM posts.events WHERE handled_at IS NULL
"""
_HASHED: Final = "sha256:"  # no address begins so: it would begin with a username


class EventOutbox:
    """Records events, hands them out to the notifier, and remembers how pastes ended."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def record(self, kind: EventKind, post: Post) -> None:
        """Record an event with the paste's present address and title."""
        await self._session.execute(insert(EventRow).values(**_columns(kind, post)))

    async def record_once(self, kind: EventKind, post: Post) -> None:
        """Record an event unless the paste has one of this kind. The paste must be locked, or new."""
        known = exists().where(EventRow.post_id == post.id, EventRow.kind == kind)
        columns = _columns(kind, post)
        values = (literal(value, getattr(EventRow, name).type) for name, value in columns.items())
        event = insert(EventRow).from_select(list(columns), select(*values).where(~known))
        await self._session.execute(event)

    async def claim_events(self, kinds: Sequence[EventKind], age: timedelta, limit: int) -> list[PostEvent]:
        """Lock the oldest unhandled events of at least this age until the transaction ends."""
        waiting = select(EventRow).where(EventRow.handled_at.is_(None), EventRow.kind.in_(kinds))
        due = lock_due(waiting, EventRow.happened_at, limit, age)
        return [_event(row) for row in await self._session.scalars(due)]

    async def are_waiting(self) -> bool:
        """Return whether there is any event that is not handled."""
        return bool(await self._session.scalar(select(exists().where(EventRow.handled_at.is_(None)))))

    async def complete_events(self, events: Iterable[EventId]) -> None:
        """Mark claimed events as handled, in the transaction that claimed them."""
        handled = update(EventRow).where(EventRow.id.in_(events)).values(handled_at=func.now())
        await self._session.execute(handled)

    async def delete(self, event: EventId) -> None:
        """Delete a claimed event as if it had not happened, so that `record_once` can record it again."""
        await self._session.execute(delete(EventRow).where(EventRow.id == event))

    async def how_ended(self, url: PostUrl) -> EventKind | None:
        """Return how the last paste at this address ended, or None if none has."""
        # A paste that was brought back, and has another address now, has not ended.
        lives = exists().where(PostRow.id == EventRow.post_id, PostRow.deleted_at.is_(None))
        urls = (url, _digest(url))
        ended = select(EventRow.kind).where(EventRow.url.in_(urls), EventRow.kind.in_(_GONE), ~lives)
        kind = await self._session.scalar(ended.order_by(EventRow.id.desc()).limit(1))
        return EventKind(kind) if kind else None

    async def how_own_ended(self, author: UserId, post: PostId) -> EventKind | None:
        """Return how an author's paste ended, or None if there is no such event."""
        ended = select(EventRow.kind).where(EventRow.post_id == post, EventRow.author_id == author)
        last = ended.where(EventRow.kind.in_(_GONE)).order_by(EventRow.id.desc()).limit(1)
        kind = await self._session.scalar(last)
        return EventKind(kind) if kind else None

    async def delete_old_events(self, age: timedelta) -> None:
        """Delete handled events older than `age`, except those that are still read: the end of a paste (for
        410 Gone), and the announcement of a paste that exists."""
        announced = and_(EventRow.kind == EventKind.PUBLISHED, exists().where(PostRow.id == EventRow.post_id))
        old = delete(EventRow).where(
            EventRow.handled_at < func.now() - age, EventRow.kind.not_in(_GONE), not_(announced)
        )
        await self._session.execute(old)

    async def forget_words(self, age: timedelta) -> None:
        """Delete the titles of pastes that ended longer than `age` ago, and hash their addresses.

        Whoever comes to such an address still learns how the paste ended.
        """
        hashed = literal(_HASHED) + func.encode(func.sha256(func.convert_to(EventRow.url, "UTF8")), "hex")
        old = update(EventRow).where(
            EventRow.handled_at < func.now() - age,
            EventRow.kind.in_(_GONE),
            ~EventRow.url.startswith(_HASHED),
        )
        await self._session.execute(old.values(title="", url=hashed))

    async def delete_of_author(self, author: UserId) -> bool:
        """Delete an author's events. False if some are left that caches have to handle first."""
        handled = or_(EventRow.handled_at.is_not(None), EventRow.kind == EventKind.PUBLISHED)
        await self._session.execute(delete(EventRow).where(EventRow.author_id == author, handled))
        return not await self._session.scalar(select(exists().where(EventRow.author_id == author)))


def _digest(url: str) -> str:
    return _HASHED + sha256(url.encode()).hexdigest()


def _columns(kind: EventKind, post: Post) -> dict[str, Any]:
    return {
        "kind": kind,
        "post_id": post.id,
        "author_id": post.created_by,
        "url": post.url,
        "title": post.title,
        "request_id": current_request_id(),
    }


def _event(row: EventRow) -> PostEvent:
    return PostEvent(
        EventId(row.id),
        EventKind(row.kind),
        PostId(row.post_id),
        UserId(row.author_id),
        PostUrl(row.url),
        row.title,
        row.request_id,
    )
