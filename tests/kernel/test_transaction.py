"""Jobs run after the commit, and only then."""

from functools import partial

import pytest
from sqlalchemy import text

from kernel.database import is_connection_lost
from kernel.transaction import Jobs, transaction

_ADD = text("INSERT INTO auth.users (username) VALUES ('alice')")


async def users(sessions):
    async with sessions() as session:
        return await session.scalar(text("SELECT count(*) FROM auth.users"))


async def test_a_job_sees_the_rows_of_the_transaction(sessions):
    jobs, seen = Jobs(), []

    async def look():
        seen.append(await users(sessions))

    async with sessions() as session, transaction(session, jobs):
        jobs.add(look)
        await session.execute(_ADD)
        assert not seen
    assert seen == [1]


@pytest.mark.parametrize("fault", ["an error", "a lost connection"])
async def test_after_a_rollback_or_a_failed_commit_no_job_runs(sessions, fault):
    done = []

    async def note():
        done.append(1)

    async def fail():
        jobs = Jobs()
        async with sessions() as session, transaction(session, jobs):
            jobs.add(note)
            await session.execute(_ADD)
            if fault == "an error":
                raise ZeroDivisionError
            pid = await session.scalar(text("SELECT pg_backend_pid()"))
            async with sessions() as other:
                await other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

    with pytest.raises(Exception) as raised:  # noqa: PT011 - asyncpg has several errors for a lost connection
        await fail()
    assert is_connection_lost(raised.value) is (fault == "a lost connection")
    assert not done
    assert await users(sessions) == 0


async def test_jobs_run_in_order_and_once(sessions):
    jobs, done = Jobs(), []

    async def note(number):
        done.append(number)
        if number == 1:
            jobs.add(partial(note, 4))

    async with sessions() as session, transaction(session, jobs):
        for number in (1, 2, 3):
            jobs.add(partial(note, number))
    await jobs.run()
    assert done == [1, 2, 3, 4]
