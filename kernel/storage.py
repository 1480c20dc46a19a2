"""Content files, in a local folder or S3 and its kin: written once under a fresh key, never overwritten."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from errno import EIO
from pathlib import Path
from typing import Final, NewType
from uuid import uuid4

from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

ContentKey = NewType("ContentKey", str)
_LISTED_AT_ONCE: Final = 500
_READ_AT_ONCE: Final = 1024 * 1024  # bytes


class Storage:
    """Raises FileNotFoundError where a key has no file, and OSError on faults."""

    def __init__(self, url: str) -> None:
        self.url = url
        folder = Path(url.removeprefix("file://")) if url.startswith("file://") else None
        self._store = _local_store(folder) if folder else from_url(url)
        self._files = _DurableFiles(folder) if folder else None

    async def put(self, content: bytes) -> ContentKey:
        """Durable when it returns."""
        name = uuid4().hex
        key = ContentKey(f"{name[:2]}/{name}")
        if self._files:
            await asyncio.to_thread(self._files.write, key, content)
        else:
            with _faults():
                await self._store.put_async(key, content)
        return key

    async def get(self, key: ContentKey) -> bytes:
        with _faults():
            result = await self._store.get_async(key)
            return bytes(await result.bytes_async())

    async def stream(self, key: ContentKey, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` to before `end`, some at once."""
        for begin in range(start, end, _READ_AT_ONCE):
            with _faults():
                yield bytes(
                    await self._store.get_range_async(key, start=begin, end=min(begin + _READ_AT_ONCE, end))
                )

    async def size(self, key: ContentKey) -> int:
        """In bytes."""
        with _faults():
            file = await self._store.head_async(key)
        return file["size"]

    async def delete(self, key: ContentKey) -> None:
        """Deleting what is not there is no error: somebody was faster."""
        with _faults(), suppress(FileNotFoundError):
            await self._store.delete_async(key)

    async def keys_older_than(self, age: timedelta) -> AsyncIterator[list[ContentKey]]:
        """The keys of all files of at least this age, some hundreds at once."""
        limit = datetime.now(UTC) - age
        async for some in self._store.list(chunk_size=_LISTED_AT_ONCE):
            yield [ContentKey(file["path"]) for file in some if file["last_modified"] < limit]


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except BaseError as fault:
        raise OSError(EIO, str(fault)) from fault


def _local_store(folder: Path) -> ObjectStore:
    return LocalStore(folder, mkdir=True)


class _DurableFiles:
    """Writes what a power cut does not lose; obstore's LocalStore leaves it in the page cache.

    A crash on the way leaves a piece of a file that nobody knows the key of.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._durable: set[Path] = set()
        """The folders in it that a power cut does not lose either."""

    def write(self, key: ContentKey, content: bytes) -> None:
        file = self._folder / key
        if file.parent not in self._durable:
            file.parent.mkdir(exist_ok=True)
            _sync(self._folder)
            self._durable.add(file.parent)
        try:
            with file.open("xb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
        except OSError:
            file.unlink(missing_ok=True)
            raise
        _sync(file.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
