"""One transaction per update, request or task; jobs leave after the commit."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import Select, event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session

Job = Callable[[], Awaitable[object]]
_HAS_CHANGES: Final = "has_changes"


class Jobs:
    """What is to be done once the transaction is committed, in order; nothing of it after a rollback."""

    def __init__(self) -> None:
        self._waiting: list[Job] = []

    def add(self, job: Job) -> None:
        self._waiting.append(job)

    async def run(self) -> None:
        while self._waiting:
            await self._waiting.pop(0)()


@asynccontextmanager
async def transaction(session: AsyncSession, jobs: Jobs) -> AsyncIterator[None]:
    try:
        yield
    except BaseException:
        await session.rollback()
        raise
    await session.commit()
    # Only here can a worker see the rows, so only here do its jobs go out.
    await jobs.run()


async def release_connection(session: AsyncSession) -> None:
    """Give the connection back while something slow is done elsewhere: bytes travel, or a hash is computed.

    Ends what was only read so far; the next statement begins anew. Where something was written or locked
    already, nothing is released, so that all of it stays one transaction.
    """
    if session.in_transaction() and not session.info.get(_HAS_CHANGES):
        await session.commit()


async def commit_early(session: AsyncSession) -> None:
    """Commit what is true whatever becomes of the rest, before anything else is changed: the rest is another
    transaction."""
    await session.commit()
    session.info.pop(_HAS_CHANGES, None)


def keep_connection(session: AsyncSession) -> None:
    """After a change or a lock that no statement shows, such as an advisory lock: it ends with the
    transaction."""
    session.info[_HAS_CHANGES] = True


@event.listens_for(Session, "do_orm_execute")
def _note_changes(execution: ORMExecuteState) -> None:
    statement = execution.statement
    is_reading = isinstance(statement, Select) and statement._for_update_arg is None
    if not is_reading:
        execution.session.info[_HAS_CHANGES] = True
