"""Content files in a bucket of S3 or its kin, by obstore."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from errno import EIO
from typing import Final

from obstore.exceptions import BaseError
from obstore.store import from_url

from kernel.content_store import LISTED_AT_ONCE, ContentKey, Progress, StorageAway

# obstore has one class for most faults, and tells them apart in its words only.
_MOMENTARY: Final = re.compile(r"HTTP error: |status code: (5\d\d|408|429)")
_OF_ONE_FILE: Final = re.compile(r"status code: 41[26]")
_PIECE_BYTES: Final = 256 * 1024  # of which progress is noted
_NO_BUCKET: Final = "NoSuchBucket"
_NO_FILE: Final = ContentKey("00/is-the-bucket-there")
# What obstore does by itself would wait for up to 180 s; Storage retries.
_NO_RETRY_TIME: Final = timedelta(seconds=1)


class ContentBucket:
    """The client's own options (`AWS_ENDPOINT_URL`, `AWS_ALLOW_HTTP`, …) are taken from the environment."""

    attempts = 3

    def __init__(self, url: str) -> None:
        self._store = from_url(url, retry_config={"max_retries": 0, "retry_timeout": _NO_RETRY_TIME})

    async def write(self, key: ContentKey, content: bytes) -> None:
        try:
            with _faults():
                # One request: what is left of an upload in parts that was given up would be paid for.
                await self._store.put_async(key, content, use_multipart=False)
        except FileNotFoundError as fault:
            raise StorageAway(EIO, _first_words(fault)) from None

    async def read(self, key: ContentKey, progress: Progress) -> bytes:
        pieces: list[bytes] = []
        with _faults():
            file = await self._store.get_async(key)
            progress()
            async for piece in file.stream(min_chunk_size=_PIECE_BYTES):
                pieces.append(bytes(piece))
                progress()
        return b"".join(pieces)

    async def read_range(self, key: ContentKey, start: int, end: int) -> bytes:
        with _faults():
            return bytes(await self._store.get_range_async(key, start=start, end=end))

    async def size(self, key: ContentKey) -> int:
        with _faults():
            return (await self._store.head_async(key))["size"]

    async def delete(self, key: ContentKey) -> None:
        with _faults():
            await self._store.delete_async(key)

    async def list_before(self, limit: datetime) -> AsyncIterator[list[ContentKey]]:
        with _faults():
            async for files in self._store.list(chunk_size=LISTED_AT_ONCE):
                yield [ContentKey(file["path"]) for file in files if file["last_modified"] < limit]

    async def check_reading(self) -> None:
        """Ask for a file that is not there: the answer has a body, so that a missing bucket says so."""
        try:
            await self.read_range(_NO_FILE, 0, 1)
        except FileNotFoundError:
            return

    async def check_writing(self) -> None:
        """A bucket tells nothing about this without being written to."""


@contextmanager
def _faults() -> Iterator[None]:
    """Tell faults of the store from those of one file. A store that refuses is of no more use than a silent
    one, and an operator who corrects the credentials need not tell anybody to send it again."""
    try:
        yield
    except FileNotFoundError as fault:
        if _NO_BUCKET in str(fault):
            raise StorageAway(EIO, _first_words(fault)) from None
        raise
    except BaseError as fault:
        words = _first_words(fault)
        if _OF_ONE_FILE.search(words):
            raise OSError(EIO, words) from None
        raise StorageAway(EIO, words, is_momentary=bool(_MOMENTARY.search(words))) from None


def _first_words(fault: Exception) -> str:
    """What comes behind is the same for a programmer of obstore."""
    return str(fault).partition("Debug source:")[0].strip()
