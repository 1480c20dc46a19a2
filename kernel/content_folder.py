"""Content files in a local folder, whose disk may be full, read-only, or hang."""

import math
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from errno import ENOENT, ENOSPC, EROFS
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from kernel.content_store import KEYS_PER_PAGE, TRASH, ContentKey, Progress, StorageUnavailable
from kernel.daemon_threads import DaemonThreads

Result = TypeVar("Result")
# Faults of one file. Any other fault concerns the whole disk.
_ONE_FILE_FAULTS: Final = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError)
# Progress is reported after each piece, which takes the slowest disk a second or two.
_PIECE_BYTES: Final = 4 * 1024 * 1024
# The size of the largest paste.
_MIN_FREE_BYTES: Final = 20 * 1024 * 1024


class ContentFolder:
    """The ContentStore of a folder, in which no written file is lost in a power cut.

    A crash during a write leaves an incomplete file under a key that was never returned, which the sweep of
    orphans deletes. A disk that refuses a call would refuse it again, so calls are tried once. They run in
    threads of their own, so that the caller of one that hangs can be cancelled.
    """

    attempts = 1

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._threads = DaemonThreads()
        self._durable: set[Path] = set()
        """The subfolders whose entries in the folder are on the disk."""

    async def write(self, key: ContentKey, content: bytes) -> None:
        await self._run(partial(self._write, self._folder / key, content))

    async def read(self, key: ContentKey, progress: Progress) -> bytes:
        pieces: list[bytes] = []
        while not pieces or len(pieces[-1]) == _PIECE_BYTES:
            start = len(pieces) * _PIECE_BYTES
            pieces.append(await self.read_range(key, start, start + _PIECE_BYTES))
            progress()
        return b"".join(pieces)

    async def read_range(self, key: ContentKey, start: int, end: int) -> bytes:
        return await self._run(partial(_read, self._folder / key, start, end))

    async def size(self, key: ContentKey) -> int:
        return (await self._run((self._folder / key).stat)).st_size

    async def delete(self, key: ContentKey) -> None:
        await self._run((self._folder / key).unlink)

    async def move(self, key: ContentKey, to: ContentKey) -> None:
        await self._run(partial(_move, self._folder / key, self._folder / to))

    async def list_before(self, limit: datetime) -> AsyncIterator[list[ContentKey]]:
        for folder in await self._run(partial(_folders_in, self._folder)):
            if folder.name != TRASH:
                async for keys in self._pages(folder, limit.timestamp()):
                    yield keys

    async def list_trash(self) -> AsyncIterator[list[ContentKey]]:
        trash = self._folder / TRASH
        if await self._run(trash.is_dir):
            for folder in await self._run(partial(_folders_in, trash)):
                async for keys in self._pages(folder, math.inf):
                    yield keys

    async def check_reading(self) -> None:
        await self._run(partial(_folders_in, self._folder))

    async def check_space(self) -> None:
        await self._run(partial(_check_free_space, self._folder))

    async def _pages(self, folder: Path, limit: float) -> AsyncIterator[list[ContentKey]]:
        """Yield the keys of a subfolder's files that are older than `limit`, in seconds of the Unix epoch."""
        names = await self._run(partial(_files_before, folder, limit))
        keys = [ContentKey(str((folder / name).relative_to(self._folder))) for name in names]
        for start in range(0, len(keys), KEYS_PER_PAGE):
            yield keys[start : start + KEYS_PER_PAGE]

    async def _run(self, call: Callable[[], Result]) -> Result:
        return await self._threads.run(partial(self._translate_faults, call))

    def _translate_faults(self, call: Callable[[], Result]) -> Result:
        """Make a call; turn faults of the whole disk into StorageUnavailable.

        A missing folder counts as a disk that is not mounted.
        """
        try:
            return call()
        except _ONE_FILE_FAULTS:
            if self._folder.is_dir():
                raise
            raise StorageUnavailable(ENOENT, os.strerror(ENOENT), str(self._folder)) from None
        except OSError as fault:
            raise StorageUnavailable(fault.errno or 0, fault.strerror or str(fault), fault.filename) from None

    def _write(self, file: Path, content: bytes) -> None:
        if file.parent not in self._durable:
            file.parent.mkdir(exist_ok=True)
            _sync(self._folder)
            self._durable.add(file.parent)
        with _removed_on_failure(file):
            with file.open("xb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
            _sync(file.parent)


@contextmanager
def _removed_on_failure(file: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):  # on a read-only disk there is no file to remove
            file.unlink()
        raise


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(file: Path, start: int, end: int) -> bytes:
    with file.open("rb") as opened:
        if start:
            opened.seek(start)
        return opened.read(end - start)


def _folders_in(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if entry.is_dir())


def _files_before(folder: Path, limit: float) -> list[str]:
    names = []
    for file in folder.iterdir():
        with suppress(FileNotFoundError):  # it was deleted in between
            if file.is_file() and file.stat().st_mtime < limit:
                names.append(file.name)
    return names


def _move(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    file.rename(to)


def _check_free_space(folder: Path) -> None:
    disk = os.statvfs(folder)
    if disk.f_flag & os.ST_RDONLY or not os.access(folder, os.W_OK):
        raise OSError(EROFS, os.strerror(EROFS), str(folder))
    # File systems without inodes report 0 of 0.
    has_no_inode = disk.f_files > 0 and disk.f_favail == 0
    if has_no_inode or disk.f_bavail * disk.f_frsize < _MIN_FREE_BYTES:
        raise OSError(ENOSPC, os.strerror(ENOSPC), str(folder))
