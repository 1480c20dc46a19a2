"""Leases: rows of a queue on which one worker at a time works, and another when that worker dies.

A row is due, is claimed for some time, and is then completed or postponed. When a worker is killed, its lease
runs out and the row is due again. A worker that resumes after another has claimed the row finds its lease
lost, and its transaction is rolled back.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Generic, TypeVar
from uuid import UUID, uuid4

import structlog
from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    Update,
    and_,
    delete,
    func,
    inspect,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

# Not `now()`, which is the start of the transaction; nor `clock_timestamp()`, which changes within a
# statement, so that no index can find due rows by it.
NOW: Final = func.statement_timestamp()
Row = TypeVar("Row", bound="LeasedRow")
Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])
_log = structlog.get_logger(__name__)


class LeasedRow:
    """Columns of a table whose rows are leased. `attempts` counts claims, less those that did not count."""

    # By the clock, so that rows of one statement get different times and are claimed in their order.
    due_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    attempts: Mapped[int] = mapped_column(server_default="0")
    lease: Mapped[UUID | None] = mapped_column()


@dataclass(frozen=True, slots=True)
class Lease:
    """A claim on one row: `key` is its primary key."""

    key: tuple[Any, ...]
    token: UUID
    attempts: int


class LeaseLost(Exception):
    """A lease ran out and another worker has the row, or the row is completed or gone."""


class Leases(Generic[Row]):
    """The leases of one table. After `length` a worker that has not extended its lease is presumed dead."""

    def __init__(self, session: AsyncSession, row: type[Row], length: timedelta) -> None:
        self._session = session
        self._row = row
        self._length = length
        self._key = inspect(row).primary_key

    async def claim(self, limit: int, *conditions: ColumnElement[bool]) -> list[Row]:
        """Lease the rows that have been due longest, in that order, and count an attempt on each.

        Commit before working.
        """
        key_and_time = select(*self._key, self._row.due_at).where(*conditions)
        # A plain subquery could run more than once, and lock other rows each time.
        due = lock_due(key_and_time, self._row.due_at, limit).cte("due")
        claimed = (
            update(self._row)
            .where(and_(*(column == due.c[column.name] for column in self._key)))
            .values(due_at=NOW + self._length, attempts=self._row.attempts + 1, lease=uuid4())
            .returning(self._row, due.c.due_at)
        )
        rows = await self._session.execute(claimed, execution_options={"populate_existing": True})
        return [row for row, _ in sorted(rows, key=lambda one: (one[1], lease_of(one[0]).key))]

    async def extend(self, leases: Sequence[Lease]) -> None:
        """Extend these leases to their full length; lost ones stay lost."""
        if leases:
            current = tuple_(*self._key, self._row.lease).in_([(*one.key, one.token) for one in leases])
            await self._session.execute(update(self._row).where(current).values(due_at=NOW + self._length))

    async def complete(self, lease: Lease, **values: Any) -> None:
        """Write these values to the row and release it, or delete it where there are none.

        A row that stays needs a value that the conditions of `claim` exclude. Raises LeaseLost.
        """
        done = update(self._row).values(lease=None, **values) if values else delete(self._row)
        await self._change(lease, done)

    async def postpone(self, lease: Lease, delay: timedelta, *, counts: bool = True, **values: Any) -> None:
        """Write these values to the row and release it, to be due again after the delay.

        An attempt that does not count is subtracted again. Raises LeaseLost.
        """
        attempts = lease.attempts if counts else lease.attempts - 1
        later = {"due_at": NOW + delay, "attempts": attempts, "lease": None}
        await self._change(lease, update(self._row).values(later | values))

    async def _change(self, lease: Lease, change: Update | Delete) -> None:
        key = (column == part for column, part in zip(self._key, lease.key, strict=True))
        done = change.where(*key, self._row.lease == lease.token).returning(self._row.lease)
        if (await self._session.execute(done)).first() is None:
            raise LeaseLost


def lock_due(
    query: Query, due_at: InstrumentedAttribute[datetime], limit: int, delay: timedelta = timedelta(0)
) -> Query:
    """Narrow a query to the rows that have been due longest, and lock them for this transaction.

    A row is due once `delay` has passed since `due_at`. Rows that another transaction has locked are skipped.
    """
    due = query.where(due_at <= NOW - delay).order_by(due_at).limit(limit)
    return due.with_for_update(skip_locked=True)


def lease_of(row: LeasedRow) -> Lease:
    """Return the lease of a row that was just claimed. Raises LeaseLost where it has none."""
    if row.lease is None:
        raise LeaseLost
    return Lease(tuple(inspect(row).identity), row.lease, row.attempts)


@asynccontextmanager
async def extended(extend: Callable[[], Awaitable[None]], length: timedelta) -> AsyncIterator[None]:
    """Extend a lease of this length again and again while the block runs. Failures are only logged."""
    ended = asyncio.Event()
    extending = asyncio.create_task(_extend_until(ended, extend, length / 3))
    try:
        yield
    finally:
        ended.set()
        await extending


async def _extend_until(
    ended: asyncio.Event, extend: Callable[[], Awaitable[None]], pause: timedelta
) -> None:
    while True:
        try:
            await asyncio.wait_for(ended.wait(), pause.total_seconds())
        except TimeoutError:
            await _try_to(extend)
        else:
            return


async def _try_to(extend: Callable[[], Awaitable[None]]) -> None:
    try:
        await extend()
    except Exception as fault:
        # The work continues: there is time for another try, and a lost lease is noticed at the end.
        _log.warning("lease_not_extended", exc_info=fault)
