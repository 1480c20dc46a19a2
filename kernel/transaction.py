"""One transaction per update, request or task, with jobs that run after the commit."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import Select, event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session

Job = Callable[[], Awaitable[object]]
_HAS_CHANGES: Final = "has_changes"


class Jobs:
    """Jobs that run in order after the commit of a transaction, and not at all after a rollback.

    A job handles the errors that it expects: after one that raises, the others do not run.
    """

    def __init__(self) -> None:
        self._waiting: list[Job] = []

    def add(self, job: Job) -> None:
        self._waiting.append(job)

    async def run(self) -> None:
        while self._waiting:
            await self._waiting.pop(0)()


@asynccontextmanager
async def transaction(session: AsyncSession, jobs: Jobs) -> AsyncIterator[None]:
    """Commit after the block and run the jobs, or roll back if it raises. Raises what a job raises."""
    try:
        yield
    except BaseException:
        await session.rollback()
        raise
    await session.commit()
    # Before the commit, a worker could not see the rows that a job is about.
    await jobs.run()


async def release_connection(session: AsyncSession) -> None:
    """Return the connection to the pool before a transfer or a slow computation.

    This ends the transaction, and the next statement begins a new one. Where the transaction has written or
    locked something, the connection is not released, so that it stays one transaction.
    """
    if session.in_transaction() and not session.info.get(_HAS_CHANGES):
        await session.commit()


async def commit_early(session: AsyncSession) -> None:
    """Commit what was changed so far, so that it stays even if the rest, another transaction, fails.

    Jobs still wait for the end of the rest, so call this before any is added.
    """
    await session.commit()
    session.info.pop(_HAS_CHANGES, None)


def keep_connection(session: AsyncSession) -> None:
    """Do not release the connection in this transaction, which has changed or locked something.

    Call this after a statement that `_note_changes` does not recognize, such as one with an advisory lock.
    """
    session.info[_HAS_CHANGES] = True


@event.listens_for(Session, "do_orm_execute")
def _note_changes(execution: ORMExecuteState) -> None:
    statement = execution.statement
    is_reading = isinstance(statement, Select) and statement._for_update_arg is None
    if not is_reading:
        execution.session.info[_HAS_CHANGES] = True
