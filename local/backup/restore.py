"""Restores a backup into an empty place."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from kernel.content_store import ContentKey
from kernel.database import connect_database, session_maker
from kernel.storage import Storage
from local.backup.archive import CONTENT
from local.backup.postgres_tools import restoring
from local.errors import CannotRun
from posts.files.installation import Installation

_TABLES_IN = "SELECT min(schemaname) FROM pg_tables WHERE schemaname IN ('auth', 'posts', 'notifier', 'bot')"
_ANY_AGE: Final = timedelta(0)


async def restore_backup(database_url: str, storage: Storage, members: Iterator[tuple[str, bytes]]) -> int:
    """Restore the members of an archive; return the number of content files.

    The copy gets an id of its own: it and the original cannot sweep each other's files. If the archive is
    incomplete or anything fails, the database is as before, and the files that were written are deleted.
    Raises CannotRun, and what `Storage` raises.
    """
    engine = connect_database(database_url)
    try:
        await _check_empty(engine, storage)
        written: list[ContentKey] = []
        try:
            await _write(database_url, storage, members, written)
        except BaseException:
            await _delete(storage, written)
            raise
        async with session_maker(engine)() as session:
            await Installation(session, storage).renew()
        return len(written)
    finally:
        await engine.dispose()


async def _check_empty(engine: AsyncEngine, storage: Storage) -> None:
    async with engine.connect() as connection:
        # Not even without rows: an older backup would lack tables that a newer version has made.
        if schema := await connection.scalar(text(_TABLES_IN)):
            raise CannotRun(f"The database is not empty: it has tables in the schema {schema}.")
    if await anext(aiter(storage.keys_older_than(_ANY_AGE)), None):
        raise CannotRun(f"The store of STORAGE_URL, {storage.url}, is not empty.")


async def _write(
    database_url: str, storage: Storage, members: Iterator[tuple[str, bytes]], written: list[ContentKey]
) -> None:
    async with restoring(database_url) as dump:
        for name, content in members:
            if name.startswith(CONTENT):
                key = ContentKey(name.removeprefix(CONTENT))
                await storage.put_at(key, content)
                written.append(key)
            else:
                dump.write(content)
                await dump.drain()


async def _delete(storage: Storage, keys: list[ContentKey]) -> None:
    for key in keys:
        with suppress(OSError):
            await storage.delete(key)
