"""Leases: one worker at a time has a row, and another one when that worker dies."""

import asyncio
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy import DateTime, func, insert, select, text, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from structlog.testing import capture_logs

from kernel.database import Sessions
from kernel.leases import Lease, LeasedRow, LeaseLost, Leases, extended, lease_of, lock_due
from tests.locks import until_blocked
from tests.patience import PATIENCE

LENGTH = timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)


class _Base(DeclarativeBase):
    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True)}


class LetterRow(LeasedRow, _Base):
    """A row with a composite primary key, as deliveries have."""

    __tablename__ = "letters"

    street: Mapped[str] = mapped_column(primary_key=True)
    house: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(server_default="waiting")


@pytest.fixture(scope="module")
async def table(engine):
    """A table that exists during the tests of this module."""
    async with engine.begin() as connection:
        await connection.run_sync(_Base.metadata.create_all)
        await connection.execute(text("CREATE INDEX ix_letters_due_at ON letters (due_at)"))
    yield
    async with engine.begin() as connection:
        await connection.run_sync(_Base.metadata.drop_all)


class Letters:
    """Each method is a transaction, as of another worker."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions

    async def add(self, *houses: int) -> None:
        """Add letters to these houses; the first is due longest."""
        async with self.sessions.begin() as session:
            for house in houses:
                await session.execute(insert(LetterRow).values(street="Main", house=house))

    async def claim(self, limit: int = 10) -> list[Lease]:
        async with self.sessions.begin() as session:
            waiting = LetterRow.status == "waiting"
            return [lease_of(row) for row in await Leases(session, LetterRow, LENGTH).claim(limit, waiting)]

    async def extend(self, *leases: Lease) -> None:
        async with self.sessions.begin() as session:
            await Leases(session, LetterRow, LENGTH).extend(leases)

    async def complete(self, lease: Lease, **values: Any) -> None:
        async with self.sessions.begin() as session:
            await Leases(session, LetterRow, LENGTH).complete(lease, **values)

    async def postpone(self, lease: Lease, delay: timedelta, **options: Any) -> None:
        async with self.sessions.begin() as session:
            await Leases(session, LetterRow, LENGTH).postpone(lease, delay, **options)

    async def time_passes(self, length: timedelta) -> None:
        async with self.sessions.begin() as session:
            await session.execute(update(LetterRow).values(due_at=LetterRow.due_at - length))

    async def all(self) -> list[tuple[Any, ...]]:
        """Return of each letter its house, status and attempts, and whether it is leased."""
        columns = (LetterRow.house, LetterRow.status, LetterRow.attempts, LetterRow.lease.is_not(None))
        async with self.sessions() as session:
            return [tuple(row) for row in await session.execute(select(*columns).order_by(LetterRow.house))]


@pytest.fixture
async def letters(table, sessions):
    async with sessions.begin() as session:
        await session.execute(text("DELETE FROM letters"))
    return Letters(sessions)


@pytest.fixture
async def late_and_present(letters):
    """A lease that ran out, and the lease of another worker on the same row."""
    await letters.add(1)
    (late,) = await letters.claim()
    await letters.time_passes(LENGTH)
    (present,) = await letters.claim()
    return late, present


def houses(leases):
    return [lease.key[1] for lease in leases]


async def test_rows_are_claimed_in_the_order_in_which_they_are_due_or_of_their_keys(letters):
    await letters.add(7, 3, 9, 1, 5)
    assert houses(await letters.claim(3)) == [7, 3, 9]
    async with letters.sessions.begin() as session:
        await session.execute(update(LetterRow).values(due_at=func.now()))
    assert houses(await letters.claim()) == [1, 3, 5, 7, 9]


async def test_rows_added_by_one_statement_are_claimed_in_its_order(letters):
    rows = [{"street": "Main", "house": house} for house in (7, 3, 9, 1, 5)]
    async with letters.sessions.begin() as session:
        await session.execute(insert(LetterRow).values(rows))
    assert houses(await letters.claim()) == [7, 3, 9, 1, 5]


async def test_simultaneous_workers_never_claim_the_same_row(letters):
    await letters.add(*range(40))
    async with letters.sessions.begin() as one, letters.sessions.begin() as other:
        first = await Leases(one, LetterRow, LENGTH).claim(6)
        second = await Leases(other, LetterRow, LENGTH).claim(6)
        assert [row.house for row in (*first, *second)] == list(range(12))
    claims = await asyncio.gather(*(letters.claim(5) for _ in range(8)))
    assert sorted(house for claim in claims for house in houses(claim)) == list(range(12, 40))


async def test_rows_that_are_not_due_or_do_not_meet_the_conditions_are_not_claimed(letters):
    await letters.add(1, 2, 3)
    async with letters.sessions.begin() as session:
        await session.execute(text("UPDATE letters SET status = 'sent' WHERE house = 1"))
        await session.execute(text("UPDATE letters SET due_at = now() + interval '1 min' WHERE house = 2"))
    assert houses(await letters.claim()) == [3]


async def test_a_claimed_row_has_the_values_of_the_table(letters):
    await letters.add(1)
    async with letters.sessions.begin() as session:
        with pytest.raises(LeaseLost):
            lease_of((await session.scalars(select(LetterRow))).one())
        leases = Leases(session, LetterRow, timedelta(0))
        for attempts in (1, 2):
            (row,) = await leases.claim(10)
            assert (row.attempts, lease_of(row).attempts) == (attempts, attempts)


async def test_a_leased_row_is_not_claimed_until_its_lease_runs_out(letters):
    await letters.add(1)
    (first,) = await letters.claim()
    await letters.time_passes(LENGTH / 2)
    assert await letters.claim() == []
    await letters.time_passes(LENGTH / 2)
    (second,) = await letters.claim()
    assert (second.key, second.attempts) == (first.key, 2)
    assert second.token != first.token


async def test_a_claim_that_is_rolled_back_has_no_effect(letters):
    await letters.add(1)
    async with letters.sessions() as session:
        assert await Leases(session, LetterRow, LENGTH).claim(10)
        await session.rollback()
    (lease,) = await letters.claim()
    assert lease.attempts == 1


async def test_with_a_lost_lease_a_row_can_be_neither_completed_nor_postponed_nor_extended(
    letters, late_and_present
):
    late, present = late_and_present
    for change in (
        letters.complete(late),
        letters.complete(late, status="sent"),
        letters.postpone(late, LENGTH),
    ):
        with pytest.raises(LeaseLost):
            await change
    assert await letters.all() == [(1, "waiting", 2, True)]
    await letters.time_passes(LENGTH)
    await letters.extend(late)
    (next_one,) = await letters.claim()
    assert next_one.attempts == 3
    with pytest.raises(LeaseLost):
        await letters.complete(present)
    await letters.complete(next_one)


async def test_with_a_lost_lease_the_transaction_is_rolled_back(letters, late_and_present):
    async def deliver():
        async with letters.sessions.begin() as session:
            await session.execute(insert(LetterRow).values(street="Main", house=2))
            await Leases(session, LetterRow, LENGTH).complete(late_and_present[0])

    with pytest.raises(LeaseLost):
        await deliver()
    assert [house for house, *_ in await letters.all()] == [1]


async def test_completing_waits_for_a_simultaneous_claim_and_raises_lease_lost(letters):
    await letters.add(1)
    (late,) = await letters.claim()
    await letters.time_passes(LENGTH)
    async with letters.sessions.begin() as session:
        assert await Leases(session, LetterRow, LENGTH).claim(10)
        completing = asyncio.create_task(letters.complete(late))
        await until_blocked(completing, letters.sessions)
    with pytest.raises(LeaseLost):
        await completing


@pytest.mark.parametrize(
    ("end", "left"),
    [
        (lambda letters, lease: letters.complete(lease, status="sent"), [(1, "sent", 1, False)]),
        (lambda letters, lease: letters.complete(lease), []),
        (lambda letters, lease: letters.postpone(lease, LENGTH), [(1, "waiting", 1, False)]),
        (
            lambda letters, lease: letters.postpone(lease, LENGTH, status="half", attempts=0),
            [(1, "half", 0, False)],
        ),
    ],
    ids=["completed", "deleted", "postponed", "postponed with values"],
)
async def test_a_lease_is_completed_once_even_late_if_no_other_worker_has_claimed_the_row(letters, end, left):
    await letters.add(1, 2)
    lease, _ = await letters.claim()
    await letters.time_passes(LENGTH)
    await end(letters, lease)
    left = [*left, (2, "waiting", 1, True)]
    assert await letters.all() == left
    with pytest.raises(LeaseLost):
        await letters.complete(lease, status="failed")
    await letters.extend(lease)
    assert await letters.all() == left
    assert houses(await letters.claim()) == [2]


async def test_a_postponed_row_is_due_after_the_delay(letters):
    await letters.add(1)
    (lease,) = await letters.claim()
    await letters.postpone(lease, 5 * A_MINUTE)
    await letters.time_passes(4 * A_MINUTE)
    assert await letters.claim() == []
    await letters.time_passes(A_MINUTE)
    (again,) = await letters.claim()
    assert again.attempts == 2


async def test_an_attempt_can_be_left_uncounted(letters):
    await letters.add(1)
    for counts, attempts in ((False, 1), (True, 1), (False, 2)):
        (lease,) = await letters.claim()
        assert lease.attempts == attempts
        await letters.postpone(lease, timedelta(0), counts=counts)
    assert await letters.all() == [(1, "waiting", 1, False)]


async def test_an_extended_lease_has_its_full_length_again(letters):
    await letters.add(1, 2, 3)
    first, second, _ = await letters.claim()
    await letters.time_passes(LENGTH / 2)
    await letters.extend(first, second)
    await letters.extend()
    await letters.time_passes(LENGTH / 2)
    assert houses(await letters.claim()) == [3]
    await letters.time_passes(LENGTH / 2)
    assert houses(await letters.claim()) == [1, 2]


async def test_a_lease_is_extended_while_the_block_runs(letters):
    await letters.add(1)
    (lease,) = await letters.claim()
    is_extended = asyncio.Event()

    async def extend():
        await letters.extend(lease)
        is_extended.set()

    async with extended(extend, timedelta(seconds=0.03)):
        await letters.time_passes(LENGTH)
        for _ in range(2):  # the first may have started before the time had passed
            is_extended.clear()
            await asyncio.wait_for(is_extended.wait(), PATIENCE)
        assert await letters.claim() == []
    await letters.time_passes(LENGTH)
    assert await letters.claim()


async def test_a_block_that_ends_early_extends_nothing():
    extensions = []

    async def extend():
        extensions.append(1)

    with pytest.raises(LeaseLost):
        async with extended(extend, LENGTH):
            raise LeaseLost
    assert extensions == []


async def test_a_failed_extension_stops_neither_the_work_nor_the_next_extension():
    tries = asyncio.Queue[int]()

    async def extend():
        tries.put_nowait(1)
        raise ConnectionError

    with capture_logs() as logs:
        async with asyncio.timeout(PATIENCE), extended(extend, timedelta(seconds=0.03)):
            for _ in range(2):
                await tries.get()
    assert logs[0]["event"] == "lease_not_extended"


async def test_locked_rows_are_skipped_by_other_transactions(letters):
    await letters.add(3, 2, 1)
    due = lock_due(select(LetterRow.house), LetterRow.due_at, 2)
    async with letters.sessions.begin() as one, letters.sessions.begin() as other:
        assert (await one.scalars(due)).all() == [3, 2]
        assert (await other.scalars(due)).all() == [1]
    async with letters.sessions.begin() as later:
        assert (await later.scalars(due)).all() == [3, 2]


async def test_rows_are_locked_once_the_delay_has_passed(letters):
    await letters.add(1)
    due = lock_due(select(LetterRow.house), LetterRow.due_at, 2, A_MINUTE)
    for locked in ([], [1]):
        async with letters.sessions.begin() as session:
            assert (await session.scalars(due)).all() == locked
        await letters.time_passes(A_MINUTE)


async def test_due_rows_are_found_by_an_index(letters):
    due = lock_due(select(LetterRow.house), LetterRow.due_at, 2)
    query = due.compile(dialect=letters.sessions.kw["bind"].dialect, compile_kwargs={"literal_binds": True})
    async with letters.sessions.begin() as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(await session.scalars(text(f"EXPLAIN {query}")))
    assert "Index Cond: (due_at <= " in plan
