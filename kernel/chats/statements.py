"""Runs statements that are written as SQL.

They run for every update, and building them with SQLAlchemy took half of the time of handling one.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from kernel.transaction import keep_connection

_READ_ONLY: Final = ("SELECT", "SET")


async def run(session: AsyncSession, statement: str, *values: Any) -> Sequence[Any]:
    """Run a statement in the session's transaction, with values for `$1` and so on. Return its rows.

    Any statement but a SELECT counts as a change, after which the connection is not released.
    """
    if not statement.lstrip().startswith(_READ_ONLY):
        keep_connection(session)
    connection = await session.connection()
    result = await connection.exec_driver_sql(statement, values)
    return result.all() if result.returns_rows else ()


async def commit_quickly(session: AsyncSession) -> None:
    """Let the commit of this transaction return before it is on the disk.

    If Postgres crashes in that moment, the transaction is lost as a whole.
    """
    await run(session, "SET LOCAL synchronous_commit = off")
