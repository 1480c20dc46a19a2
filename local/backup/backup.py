"""Writes a backup while the service stays in use."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from kernel.backup_lock import keep_files
from kernel.content_store import ContentKey
from kernel.database import connect_database
from kernel.storage import Storage
from local.backup.archive import ArchiveWriter
from local.backup.postgres_tools import dump
from posts.files.in_use import all_files_in_use

_READ_AT_ONCE: Final = 16


async def write_backup(database_url: str, storage: Storage, archive: ArchiveWriter) -> list[ContentKey]:
    """Write the database and the files that it names to an archive; return the keys of missing files.

    Both are as of the moment when this begins: no file of a row in the snapshot is deleted meanwhile.
    Raises CannotRun, and what `Storage` raises, except for missing files.
    """
    engine = connect_database(database_url)
    try:
        # READ COMMITTED: the snapshot is taken after the lock.
        async with engine.begin() as connection:
            await keep_files(connection)
            snapshot = str(await connection.scalar(text("SELECT pg_export_snapshot()")))
            missing = await _add_files(engine, snapshot, storage, archive)
            async for piece in dump(database_url, snapshot):
                archive.add_dump(piece)
    finally:
        await engine.dispose()
    return missing


async def _add_files(
    engine: AsyncEngine, snapshot: str, storage: Storage, archive: ArchiveWriter
) -> list[ContentKey]:
    missing: list[ContentKey] = []
    async for keys in _keys(engine, snapshot):
        for start in range(0, len(keys), _READ_AT_ONCE):
            batch = keys[start : start + _READ_AT_ONCE]
            contents = await asyncio.gather(*(_content(storage, key) for key in batch))
            for key, content in zip(batch, contents, strict=True):
                if content is None:
                    missing.append(key)
                else:
                    archive.add_content(key, content)
    return missing


async def _keys(engine: AsyncEngine, snapshot: str) -> AsyncIterator[list[ContentKey]]:
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="REPEATABLE READ")
        await _use(connection, snapshot)
        async for keys in all_files_in_use(connection):
            yield keys


async def _use(connection: AsyncConnection, snapshot: str) -> None:
    # A utility command takes no parameters; the name comes from Postgres.
    await connection.execute(text(f"SET TRANSACTION SNAPSHOT '{snapshot}'"))


async def _content(storage: Storage, key: ContentKey) -> bytes | None:
    try:
        return await storage.get(key)
    except FileNotFoundError:
        return None
