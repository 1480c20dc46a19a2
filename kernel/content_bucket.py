"""Content files in a bucket of S3 or a compatible service, accessed through obstore."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from errno import EIO
from typing import Final

from obstore.exceptions import BaseError
from obstore.store import from_url

from kernel.content_store import KEYS_PER_PAGE, TRASH, ContentKey, Progress, StorageUnavailable

# obstore raises one class for most faults; only the message tells them apart.
_TRANSIENT_MESSAGE: Final = re.compile(r"HTTP error: |status code: (5\d\d|408|429)")
_ONE_FILE_MESSAGE: Final = re.compile(r"status code: 41[26]")
_CONTENT_PATH: Final = re.compile(rf"(?!{TRASH}/).+/")
_PIECE_BYTES: Final = 256 * 1024  # progress is reported after each piece
_NO_BUCKET_MESSAGE: Final = "NoSuchBucket"
_PROBE_KEY: Final = ContentKey("00/is-the-bucket-there")
# Storage retries. By default obstore would itself retry for up to 180 s.
_RETRY_TIMEOUT: Final = timedelta(seconds=1)


class ContentBucket:
    """The ContentStore of a bucket, whose URL is `s3://…`.

    Client options (`AWS_ENDPOINT_URL`, `AWS_ALLOW_HTTP`, …) are read from the environment.
    """

    attempts = 3

    def __init__(self, url: str) -> None:
        self._store = from_url(url, retry_config={"max_retries": 0, "retry_timeout": _RETRY_TIMEOUT})

    async def write(self, key: ContentKey, content: bytes) -> None:
        try:
            with _translated_faults():
                # In one request: the bucket would keep, and bill, the parts of an abandoned multipart upload.
                await self._store.put_async(key, content, use_multipart=False)
        except FileNotFoundError as fault:
            raise StorageUnavailable(EIO, _first_words(fault)) from None

    async def read(self, key: ContentKey, progress: Progress) -> bytes:
        pieces: list[bytes] = []
        with _translated_faults():
            file = await self._store.get_async(key)
            progress()
            async for piece in file.stream(min_chunk_size=_PIECE_BYTES):
                pieces.append(bytes(piece))
                progress()
        return b"".join(pieces)

    async def read_range(self, key: ContentKey, start: int, end: int) -> bytes:
        with _translated_faults():
            return bytes(await self._store.get_range_async(key, start=start, end=end))

    async def size(self, key: ContentKey) -> int:
        with _translated_faults():
            return (await self._store.head_async(key))["size"]

    async def delete(self, key: ContentKey) -> None:
        with _translated_faults():
            await self._store.delete_async(key)

    async def move(self, key: ContentKey, to: ContentKey) -> None:
        with _translated_faults():
            await self._store.rename_async(key, to)

    async def list_before(self, limit: datetime) -> AsyncIterator[list[ContentKey]]:
        with _translated_faults():
            async for files in self._store.list(chunk_size=KEYS_PER_PAGE):
                before = (file["path"] for file in files if file["last_modified"] < limit)
                yield [ContentKey(path) for path in before if _CONTENT_PATH.match(path)]

    async def list_trash(self) -> AsyncIterator[list[ContentKey]]:
        with _translated_faults():
            async for files in self._store.list(TRASH, chunk_size=KEYS_PER_PAGE):
                yield [ContentKey(file["path"]) for file in files]

    async def check_reading(self) -> None:
        """Read a file that does not exist: unlike HEAD, the response shows whether the bucket is missing."""
        try:
            await self.read_range(_PROBE_KEY, 0, 1)
        except FileNotFoundError:
            return

    async def check_space(self) -> None:
        """Do nothing: a bucket has no end."""


@contextmanager
def _translated_faults() -> Iterator[None]:
    """Turn faults of one file into OSError, and others but FileNotFoundError into StorageUnavailable.

    Refused credentials count as a fault of the store: once they are corrected, the same call succeeds.
    """
    try:
        yield
    except FileNotFoundError as fault:
        if _NO_BUCKET_MESSAGE in str(fault):
            raise StorageUnavailable(EIO, _first_words(fault)) from None
        raise
    except BaseError as fault:
        words = _first_words(fault)
        if _ONE_FILE_MESSAGE.search(words):
            raise OSError(EIO, words) from None
        raise StorageUnavailable(EIO, words, is_transient=bool(_TRANSIENT_MESSAGE.search(words))) from None


def _first_words(fault: Exception) -> str:
    """Return the message without obstore's debugging information."""
    return str(fault).partition("Debug source:")[0].strip()
