"""`python -m local backup FILE`, `restore FILE` and `admin …`, also while `make run` or Compose runs.

A FILE of `-` is a pipe.
"""

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from asyncpg import PostgresError
from sqlalchemy.exc import SQLAlchemyError

from kernel.database import is_connection_lost
from kernel.storage import StorageUnavailable
from local.admin.run import run_admin
from local.backup.archive import ArchiveWriter, read_archive
from local.backup.backup import write_backup
from local.backup.restore import restore_backup
from local.errors import CannotRun
from local.servers import database, storage

Result = TypeVar("Result")


def backup(file: str) -> None:
    """Raises CannotRun; then there is no file."""
    with _new_file(file) as opened, ArchiveWriter(opened) as archive:
        missing = _run(_back_up(archive))
    print(f"Backed up the database and {archive.files:,} files.", file=sys.stderr)
    print("SECRET_KEY is not in it: keep .env, or secrets.json of DATA_DIR, as well.", file=sys.stderr)
    if missing:
        raise CannotRun(f"{len(missing):,} files are missing in the store, such as {missing[0]}.")


def restore(file: str) -> None:
    """Raises CannotRun; then nothing has changed."""
    with _existing_file(file) as opened:
        files = _run(_restore(opened))
    print(f"Restored the database and {files:,} files.", file=sys.stderr)


def administer(wanted: Namespace) -> None:
    """Run a command of `python -m local admin`, and print its lines. Raises CannotRun."""
    for line in _run(run_admin(wanted)):
        print(line)


async def _back_up(archive: ArchiveWriter) -> list[str]:
    async with database(may_run=True) as url:
        return [str(key) for key in await write_backup(url, storage(), archive)]


async def _restore(file: IO[bytes]) -> int:
    async with database(may_run=False) as url:
        return await restore_backup(url, storage(), read_archive(file))


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(work)
    except StorageUnavailable as fault:
        raise CannotRun(f"STORAGE_URL cannot be used: {fault.strerror}.") from fault
    except Exception as fault:
        if not (isinstance(fault, SQLAlchemyError | PostgresError) or is_connection_lost(fault)):
            raise
        raise CannotRun(f"DATABASE_URL cannot be used: {fault.__cause__ or fault}.") from fault


@contextmanager
def _new_file(name: str) -> Iterator[IO[bytes]]:
    """Create a file that only its owner can read; delete it if the block raises. Raises CannotRun."""
    if name == "-":
        yield sys.stdout.buffer
        return
    try:
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as refused:
        raise CannotRun(f"{name} cannot be created: {refused.strerror}.") from refused
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(descriptor)
    except BaseException:
        Path(name).unlink()
        raise


@contextmanager
def _existing_file(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    if not os.access(name, os.R_OK):
        raise CannotRun(f"{name} cannot be read.")
    with Path(name).open("rb") as file:
        yield file
