"""Jobs run after the commit, and only then."""

from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.database import Sessions, is_connection_lost
from kernel.transaction import Jobs, transaction

_ADD = text("INSERT INTO auth.users (username) VALUES ('alice')")


async def users(sessions: Sessions) -> int:
    async with sessions() as session:
        return int(await session.scalar(text("SELECT count(*) FROM auth.users")) or 0)


async def test_a_job_sees_what_the_transaction_wrote(sessions: Sessions) -> None:
    jobs, seen = Jobs(), []

    async def look() -> None:
        seen.append(await users(sessions))

    async with sessions() as session, transaction(session, jobs):
        jobs.add(look)
        await session.execute(_ADD)
        assert not seen
    assert seen == [1]


async def test_after_a_rollback_no_job_runs(sessions: Sessions) -> None:
    done: list[str] = []

    async def leave() -> None:
        done.append("left")

    async def fail() -> None:
        jobs = Jobs()
        async with sessions() as session, transaction(session, jobs):
            jobs.add(leave)
            await session.execute(_ADD)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert not done
    assert await users(sessions) == 0


async def test_after_a_failed_commit_no_job_runs(sessions: Sessions) -> None:
    done: list[str] = []

    async def leave() -> None:
        done.append("left")

    async def lose_the_connection() -> None:
        jobs = Jobs()
        async with sessions() as session, transaction(session, jobs):
            jobs.add(leave)
            await session.execute(_ADD)
            await end_connection_of(session, sessions)

    with pytest.raises(Exception) as raised:  # noqa: PT011 - asyncpg has several errors for it
        await lose_the_connection()
    assert is_connection_lost(raised.value)
    assert not done
    assert await users(sessions) == 0


async def end_connection_of(session: AsyncSession, sessions: Sessions) -> None:
    pid = await session.scalar(text("SELECT pg_backend_pid()"))
    async with sessions() as other:
        await other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


async def test_jobs_run_in_order_and_once(sessions: Sessions) -> None:
    jobs = Jobs()
    done: list[int] = []

    async def note(number: int) -> None:
        done.append(number)
        if number == 1:
            jobs.add(partial(note, 4))

    async with sessions() as session, transaction(session, jobs):
        for number in (1, 2, 3):
            jobs.add(partial(note, number))
    await jobs.run()
    assert done == [1, 2, 3, 4]
