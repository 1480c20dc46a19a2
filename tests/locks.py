"""Waiting until a transaction of Postgres waits for another."""

import asyncio

from sqlalchemy import text

from kernel.database import Sessions
from tests.patience import PATIENCE


async def until_blocked(task: asyncio.Task[object], sessions: Sessions) -> None:
    """Wait until a transaction waits for a lock. Raises AssertionError if the task ends instead."""
    async with asyncio.timeout(PATIENCE), sessions() as session:
        while not await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            assert not task.done()
            await asyncio.sleep(0.01)
