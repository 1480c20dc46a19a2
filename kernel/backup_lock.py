"""The lock by which no file is deleted that a running backup has a row of.

A transaction that deletes rows holds it in common with others until it commits, and the backup waits for all
of them before its snapshot. While the backup holds it, files of deleted rows stay, for the sweep of orphans.
"""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from kernel.transaction import keep_connection

_KEY: Final = 4_811_503  # any constant that no other advisory lock has


async def may_delete_files(session: AsyncSession) -> bool:
    """Return whether files of rows that this transaction deletes may be deleted after its commit."""
    keep_connection(session)
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock_shared(_KEY))))


async def keep_files(connection: AsyncConnection) -> None:
    """Wait for transactions that delete files, and keep others from it until this one ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(_KEY)))
