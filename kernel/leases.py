"""Leases: rows of a queue that one worker at a time has, and that another gets when that one dies.

A row is due, is claimed for some time, and is then completed or postponed. Who claimed it and was killed lets
the lease run out: then the row is due again. A worker that comes back after that finds its lease lost, and
what it did in the same transaction is undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Generic, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Delete, Update, and_, delete, func, inspect, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

# Not `now()`, which in Postgres is when the transaction began.
NOW: Final = func.clock_timestamp()
Row = TypeVar("Row", bound="LeasedRow")


class LeasedRow:
    """Columns of a table whose rows are leased. `attempts` counts claims, apart from those that were nobody's
    fault."""

    due_at: Mapped[datetime] = mapped_column(server_default=NOW)
    attempts: Mapped[int] = mapped_column(server_default="0")
    lease: Mapped[UUID | None] = mapped_column()


@dataclass(frozen=True, slots=True)
class Lease:
    """A claim on one row: `key` is its primary key."""

    key: tuple[Any, ...]
    token: UUID
    attempts: int


class LeaseLost(Exception):
    """It ran out, and another worker has the row, or the row is gone."""


class Leases(Generic[Row]):
    """`length`: for how long a worker that says nothing more is thought to be alive."""

    def __init__(self, session: AsyncSession, row: type[Row], length: timedelta) -> None:
        self._session = session
        self._row = row
        self._length = length
        self._key = inspect(row).primary_key

    async def claim(self, limit: int, *conditions: ColumnElement[bool]) -> list[Row]:
        """Take the rows that have been due longest, and count an attempt on each: commit before working."""
        due = (
            select(*self._key)
            .where(self._row.due_at <= NOW, *conditions)
            .order_by(self._row.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            # As a plain subquery it could run more than once, and each time lock other rows.
            .cte("due")
        )
        claimed = (
            update(self._row)
            .where(and_(*(column == due.c[column.name] for column in self._key)))
            .values(due_at=NOW + self._length, attempts=self._row.attempts + 1, lease=uuid4())
            .returning(self._row)
        )
        return list(await self._session.scalars(claimed, execution_options={"populate_existing": True}))

    async def extend(self, leases: Sequence[Lease]) -> None:
        """Hold these for as long again; what is lost already stays lost."""
        if leases:
            held = tuple_(*self._key, self._row.lease).in_([(*one.key, one.token) for one in leases])
            await self._session.execute(update(self._row).where(held).values(due_at=NOW + self._length))

    async def complete(self, lease: Lease, **values: Any) -> None:
        """Write these values to the row and let go of it, or delete it where there are none.

        Raises LeaseLost.
        """
        done = update(self._row).values(lease=None, **values) if values else delete(self._row)
        await self._change(lease, done)

    async def postpone(self, lease: Lease, delay: timedelta, *, counts: bool = True, **values: Any) -> None:
        """Let go of the row, which is due again after the delay; unless it `counts`, the attempt was none.

        Raises LeaseLost.
        """
        attempts = lease.attempts if counts else lease.attempts - 1
        later = {"due_at": NOW + delay, "attempts": attempts, "lease": None}
        await self._change(lease, update(self._row).values(later | values))

    async def _change(self, lease: Lease, change: Update | Delete) -> None:
        mine = (*(column == part for column, part in zip(self._key, lease.key, strict=True)),)
        done = change.where(*mine, self._row.lease == lease.token).returning(self._row.lease)
        if (await self._session.execute(done)).first() is None:
            raise LeaseLost


def lease_of(row: LeasedRow) -> Lease:
    """Return the lease of a row that was just claimed."""
    if row.lease is None:
        raise LeaseLost
    return Lease(tuple(inspect(row).identity), row.lease, row.attempts)
