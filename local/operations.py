"""`python -m local backup FILE` and `restore FILE`, also while `make run` or Compose runs. `-` is a pipe."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from kernel.settings import DatabaseSettings, StorageSettings
from kernel.storage import Storage, StorageUnavailable
from local.backup.archive import ArchiveWriter, read_archive
from local.backup.backup import write_backup
from local.backup.restore import restore_backup
from local.errors import CannotRun
from local.lock import lock_folder
from local.postgres import EmbeddedPostgres
from local.settings import LocalSettings, names_that_are_set, read_checked

# A large file on a slow disk; a backup has time.
_STORAGE_BUDGET_SECONDS: Final = 60.0
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


async def _back_up(archive: ArchiveWriter) -> list[str]:
    async with _database(may_run=True) as url:
        return [str(key) for key in await write_backup(url, _storage(), archive)]


async def _restore(file: IO[bytes]) -> int:
    async with _database(may_run=False) as url:
        return await restore_backup(url, _storage(), read_archive(file))


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(work)
    except StorageUnavailable as fault:
        raise CannotRun(f"STORAGE_URL cannot be used: {fault.strerror}.") from fault
    except SQLAlchemyError as fault:
        raise CannotRun(f"DATABASE_URL cannot be used: {fault.__cause__ or fault}.") from fault


@asynccontextmanager
async def _database(*, may_run: bool) -> AsyncIterator[str]:
    """Yield the address of the database that is set, or of the embedded one, which is started if need be.

    Raises CannotRun, also if it is in use and may not be.
    """
    if "DATABASE_URL" in names_that_are_set():
        yield read_checked(DatabaseSettings).database_url
        return
    folder = read_checked(LocalSettings).data_dir
    server = EmbeddedPostgres(folder.resolve() / "postgres")
    async with AsyncExitStack() as stack:
        try:
            stack.enter_context(lock_folder(folder))
        except CannotRun:
            if not may_run:
                raise
            yield server.url_of_running()
        else:
            yield (await stack.enter_async_context(server)).url


def _storage() -> Storage:
    if "STORAGE_URL" in names_that_are_set():
        return Storage(read_checked(StorageSettings).storage_url, _STORAGE_BUDGET_SECONDS)
    folder = read_checked(LocalSettings).data_dir.resolve()
    return Storage(f"file://{folder}/files", _STORAGE_BUDGET_SECONDS)


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
