"""Content files, in a local folder or S3 and its kin: written once under a fresh key, never overwritten."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from errno import EIO, ETIMEDOUT
from pathlib import Path
from typing import Final, TypeVar
from uuid import uuid4

from kernel.circuit_breaker import CircuitBreaker, CircuitOpen
from kernel.content_folder import ContentFolder
from kernel.content_store import ContentKey, ContentStore, Progress, StorageAway

__all__ = ["BUDGET_SECONDS", "ContentKey", "Storage", "StorageAway", "is_storage_away"]

BUDGET_SECONDS: Final = 5.0
# Nobody sees how much of an upload has left, so a slow one is known by its size.
_SLOWEST_UPLOAD: Final = 1024 * 1024  # bytes per second
_READ_AT_ONCE: Final = 1024 * 1024  # bytes
_LONGEST_PAUSES: Final = (0.2, 0.6)  # seconds, before the second and the third attempt
Result = TypeVar("Result")


class Storage:
    """Raises FileNotFoundError where a key has no file, StorageAway where the store cannot be used now, and
    OSError on other faults.

    Each call has `budget` seconds for all its attempts and the pauses between them. They begin anew whenever
    a piece has come (256 KiB from a bucket, 4 MiB from a disk), so a long text may come slowly. Writing has a
    second more for each MiB.

    In a bucket, a fault that may pass is retried twice after a random pause; an attempt that hears nothing is
    given up after half of the budget, because its connection may have gone dead. A disk is asked once.

    Reading, writing and deleting have a circuit breaker each, because a full disk can be read, and files on
    it can be deleted. While one is open, its calls raise StorageAway at once.
    """

    def __init__(self, url: str, budget: float = BUDGET_SECONDS) -> None:
        self.url = url
        self._store = _store_at(url)
        self._budget = budget
        self._reading = CircuitBreaker(StorageAway)
        self._writing = CircuitBreaker(StorageAway)
        self._deleting = CircuitBreaker(StorageAway)

    async def put(self, content: bytes) -> ContentKey:
        """Return when the content is durable. A failed call leaves nothing under a key that is known."""
        name = uuid4().hex
        key = ContentKey(f"{name[:2]}/{name}")
        upload = len(content) / _SLOWEST_UPLOAD
        await self._call(self._writing, lambda _: self._store.write(key, content), upload)
        return key

    async def get(self, key: ContentKey) -> bytes:
        return await self._call(self._reading, lambda progress: self._store.read(key, progress))

    async def stream(self, key: ContentKey, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` to before `end`, at most a MiB at once; each piece has the budget."""
        for begin in range(start, end, _READ_AT_ONCE):
            yield await self._piece(key, begin, min(begin + _READ_AT_ONCE, end))

    async def size(self, key: ContentKey) -> int:
        """In bytes."""
        return await self._call(self._reading, lambda _: self._store.size(key))

    async def delete(self, key: ContentKey) -> None:
        """Deleting what is not there is no error: somebody was faster."""
        with suppress(FileNotFoundError):
            await self._call(self._deleting, lambda _: self._store.delete(key))

    async def keys_older_than(self, age: timedelta) -> AsyncIterator[list[ContentKey]]:
        """The keys of all files of at least this age, some hundreds at once; each piece has the budget."""
        pieces = aiter(self._store.list_before(datetime.now(UTC) - age))
        while True:
            # After a failure, an iterator cannot be asked again.
            keys = await self._call(self._reading, lambda _: anext(pieces, None), attempts=1)
            if keys is None:
                return
            yield keys

    async def check_reading(self) -> None:
        """Raises StorageAway where nothing can be read."""
        await self._call(self._reading, lambda _: self._store.check_reading())

    async def check_writing(self) -> None:
        """Raises StorageAway where writing is known to fail: the disk is full or read-only, or it just did.

        Writes nothing, so of a bucket it is known only where a call of this process has just failed.
        """
        if self._writing.refuses or self._reading.refuses:
            raise _skipped()
        await self._try(lambda _: self._store.check_writing(), 0.0, attempts=1)

    async def _piece(self, key: ContentKey, start: int, end: int) -> bytes:
        piece = await self._call(self._reading, lambda _: self._store.read_range(key, start, end))
        if len(piece) != end - start:
            raise OSError(EIO, f"its range from {start} to {end} has {len(piece)} bytes", key)
        return piece

    async def _call(
        self,
        breaker: CircuitBreaker,
        attempt: Callable[[Progress], Awaitable[Result]],
        upload: float = 0.0,
        attempts: int | None = None,
    ) -> Result:
        """`upload`: seconds beside the budget."""
        try:
            with breaker.call():
                return await self._try(attempt, upload, attempts or self._store.attempts)
        except CircuitOpen:
            raise _skipped() from None

    async def _try(
        self, attempt: Callable[[Progress], Awaitable[Result]], upload: float, attempts: int
    ) -> Result:
        time_left = _TimeLeft(self._budget, upload)
        for longest_pause in _LONGEST_PAUSES[: attempts - 1]:
            try:
                return await time_left.limit(attempt, is_last=False)
            except StorageAway as fault:
                pause = random.uniform(0, longest_pause)  # noqa: S311 - it keeps no secret
                if not fault.is_momentary or time_left.ends_within(pause):
                    raise
            await asyncio.sleep(pause)
        return await time_left.limit(attempt, is_last=True)


class _TimeLeft:
    """The time that one call has left for its attempts. It begins anew with each progress."""

    def __init__(self, budget: float, upload: float) -> None:
        self._clock = asyncio.get_running_loop().time
        self._budget = budget
        self._upload = upload
        self._end = self._clock() + budget + upload

    def ends_within(self, seconds: float) -> bool:
        return self._clock() + seconds >= self._end

    async def limit(self, attempt: Callable[[Progress], Awaitable[Result]], *, is_last: bool) -> Result:
        """Raises StorageAway where an attempt has no time left."""
        early_end = self._end if is_last else self._clock() + self._budget / 2 + self._upload
        try:
            async with asyncio.timeout_at(min(self._end, early_end)) as timeout:

                def progress() -> None:
                    self._end = self._clock() + self._budget
                    timeout.reschedule(self._end)

                return await attempt(progress)
        except TimeoutError:
            reason = f"no answer, or no progress, in {self._budget:g} s"
            raise StorageAway(ETIMEDOUT, reason, is_momentary=True) from None


def is_storage_away(fault: BaseException) -> bool:
    """Whether the store was away, full or read-only, so that the same may well succeed later."""
    return isinstance(fault, StorageAway)


def _store_at(url: str) -> ContentStore:
    if url.startswith("file://"):
        return ContentFolder(Path(url.removeprefix("file://")))
    # The library for buckets is only for who has one.
    from kernel.content_bucket import ContentBucket

    return ContentBucket(url)


def _skipped() -> StorageAway:
    return StorageAway(EIO, "the store has failed just now, and is asked again in a moment")
