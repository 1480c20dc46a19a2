"""Runs SQL as it is written: these statements run for every update, and to build each anew took half of the
time of handling it."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from kernel.transaction import keep_connection

_CHANGE_NOTHING: Final = ("SELECT", "SET")


async def run(session: AsyncSession, statement: str, *values: Any) -> Sequence[Any]:
    """Run a statement with its values, `$1` and so on, in the session's transaction; return its rows."""
    if not statement.lstrip().startswith(_CHANGE_NOTHING):
        keep_connection(session)
    connection = await session.connection()
    result = await connection.exec_driver_sql(statement, values)
    return result.all() if result.returns_rows else ()


async def commit_quickly(session: AsyncSession) -> None:
    """Let this transaction's commit return before it is on the disk. If Postgres ends in that moment, it is
    as if the transaction had not been."""
    await run(session, "SET LOCAL synchronous_commit = off")
