"""Content files in a local folder, which may be on a disk that is full, read-only, or hangs."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from errno import ENOENT, ENOSPC, EROFS
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from kernel.content_store import LISTED_AT_ONCE, ContentKey, Progress, StorageAway
from kernel.daemon_threads import DaemonThreads

Result = TypeVar("Result")
# Faults of one file; any other is of the whole disk.
_OF_ONE_FILE: Final = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError)
# Of which progress is noted: the slowest disk gives it in a second or two.
_PIECE_BYTES: Final = 4 * 1024 * 1024
# The largest content that anybody may send.
_ROOM_NEEDED: Final = 20 * 1024 * 1024  # bytes


class ContentFolder:
    """Writes so that a power cut loses nothing. A crash on the way leaves a part of a file under a key that
    nobody knows, for `keys_older_than` to find.

    A disk that refuses once does so again at once, so nothing is tried twice. Calls run in threads of their
    own: the caller of one that hangs can be cancelled.
    """

    attempts = 1

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._threads = DaemonThreads()
        self._durable: set[Path] = set()
        """The folders in it that a power cut does not lose either."""

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

    async def list_before(self, limit: datetime) -> AsyncIterator[list[ContentKey]]:
        for folder in await self._run(partial(_folders_in, self._folder)):
            keys = await self._run(partial(_keys_before, folder, limit.timestamp()))
            for start in range(0, len(keys), LISTED_AT_ONCE):
                yield keys[start : start + LISTED_AT_ONCE]

    async def check_reading(self) -> None:
        await self._run(partial(_folders_in, self._folder))

    async def check_writing(self) -> None:
        await self._run(partial(_check_room, self._folder))

    async def _run(self, call: Callable[[], Result]) -> Result:
        return await self._threads.run(partial(self._with_faults, call))

    def _with_faults(self, call: Callable[[], Result]) -> Result:
        """Tell faults of the disk from those of one file. A folder that is gone is an unmounted disk."""
        try:
            return call()
        except _OF_ONE_FILE:
            if self._folder.is_dir():
                raise
            raise StorageAway(ENOENT, os.strerror(ENOENT), str(self._folder)) from None
        except OSError as fault:
            raise StorageAway(fault.errno or 0, fault.strerror or str(fault), fault.filename) from None

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
        with suppress(OSError):  # a read-only disk has no file to remove
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


def _keys_before(folder: Path, limit: float) -> list[ContentKey]:
    """`limit` is in seconds of the Unix epoch. A file that is deleted meanwhile is none."""
    keys = []
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            if file.is_file() and file.stat().st_mtime < limit:
                keys.append(ContentKey(f"{folder.name}/{file.name}"))
    return keys


def _check_room(folder: Path) -> None:
    disk = os.statvfs(folder)
    if disk.f_flag & os.ST_RDONLY or not os.access(folder, os.W_OK):
        raise OSError(EROFS, os.strerror(EROFS), str(folder))
    # Some file systems count no inodes, and say that there are 0 of 0.
    has_no_inode = disk.f_files > 0 and disk.f_favail == 0
    if has_no_inode or disk.f_bavail * disk.f_frsize < _ROOM_NEEDED:
        raise OSError(ENOSPC, os.strerror(ENOSPC), str(folder))
