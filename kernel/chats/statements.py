"""Runs SQL as it is written: these statements run for every update, and to build each anew took half of the
time of handling it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession


async def run(session: AsyncSession, statement: str, *values: Any) -> Sequence[Any]:
    """Run a statement with its values, `$1` and so on, in the session's transaction; return its rows."""
    connection = await session.connection()
    result = await connection.exec_driver_sql(statement, values)
    return result.all() if result.returns_rows else ()


async def commit_quickly(session: AsyncSession) -> None:
    """Let this transaction's commit return before it is on the disk. If Postgres ends in that moment, it is
    as if the transaction had not been."""
    await run(session, "SET LOCAL synchronous_commit = off")
