"""One transaction per update, request or task; jobs leave after the commit."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

Job = Callable[[], Awaitable[object]]


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
    async with session.begin():
        yield
    # Only here can a worker see the rows, so only here do its jobs go out.
    await jobs.run()
