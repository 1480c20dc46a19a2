"""Content files in a local folder or in S3: each is written once under a new key, and never changed."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from errno import EIO, ETIMEDOUT
from pathlib import Path
from typing import Final, TypeVar
from uuid import uuid4

from prometheus_client import Counter

from kernel.circuit_breaker import CircuitBreaker, CircuitOpen
from kernel.content_folder import ContentFolder
from kernel.content_store import ContentKey, ContentStore, Progress, StorageUnavailable

__all__ = ["BUDGET_SECONDS", "ContentKey", "Storage", "StorageUnavailable", "is_storage_unavailable"]

BUDGET_SECONDS: Final = 5.0
# The progress of an upload cannot be seen, so its time limit depends on its size.
_MIN_UPLOAD_BYTES_PER_SECOND: Final = 1024 * 1024
_PROBE: Final = b"probe"
_READ_BYTES: Final = 1024 * 1024
_MAX_PAUSE_SECONDS: Final = (0.2, 0.6)  # before the second and the third attempt
_FAULTS: Final = Counter(
    "postebin_storage_faults", "Calls that the content store could not serve, by operation", ["operation"]
)
for _operation in ("read", "write", "delete"):
    _FAULTS.labels(_operation)  # from 0 on: Prometheus sees no increase in a series that begins with 1
Result = TypeVar("Result")


class Storage:
    """The store of content files, with time limits, retries and circuit breakers.

    Calls raise FileNotFoundError where a key has no file, StorageUnavailable where the store cannot be used
    at the moment, and OSError on other faults.

    Each call has `budget` seconds for all of its attempts and the pauses between them. The time restarts
    whenever a piece has arrived (256 KiB from a bucket, 4 MiB from a disk), so a large file may arrive
    slowly. A write has one more second for each MiB.

    In a bucket, a transient fault is retried twice after a random pause. An attempt without any response ends
    after half of the budget, because its connection may be dead. On a disk, each call is tried once.

    Reading, writing and deleting have separate circuit breakers, because a full disk can still be read, and
    its files deleted. While a breaker is open, its calls raise StorageUnavailable at once.
    """

    def __init__(self, url: str, budget: float = BUDGET_SECONDS) -> None:
        self.url = url
        self._store = _store_at(url)
        self._budget = budget
        self._reading = CircuitBreaker(StorageUnavailable)
        self._writing = CircuitBreaker(StorageUnavailable)
        self._deleting = CircuitBreaker(StorageUnavailable)
        self._operations = {self._reading: "read", self._writing: "write", self._deleting: "delete"}

    async def put(self, content: bytes) -> ContentKey:
        """Store a content under a new key, and return the key when the content is durable."""
        name = uuid4().hex
        key = ContentKey(f"{name[:2]}/{name}")
        await self.put_at(key, content)
        return key

    async def put_at(self, key: ContentKey, content: bytes) -> None:
        """Store a content under a key that has none. A folder raises FileExistsError where it has one."""
        upload = len(content) / _MIN_UPLOAD_BYTES_PER_SECOND
        await self._call(self._writing, lambda _: self._store.write(key, content), upload)

    async def move(self, key: ContentKey, to: ContentKey) -> None:
        await self._call(self._writing, lambda _: self._store.move(key, to))

    async def get(self, key: ContentKey) -> bytes:
        return await self._call(self._reading, lambda progress: self._store.read(key, progress))

    async def stream(self, key: ContentKey, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes from `start` to before `end`, at most a MiB at once, each with the full budget."""
        for begin in range(start, end, _READ_BYTES):
            yield await self._piece(key, begin, min(begin + _READ_BYTES, end))

    async def size(self, key: ContentKey) -> int:
        """Return the size in bytes."""
        return await self._call(self._reading, lambda _: self._store.size(key))

    async def delete(self, key: ContentKey) -> None:
        """Delete the file, if there is one."""
        with suppress(FileNotFoundError):
            await self._call(self._deleting, lambda _: self._store.delete(key))

    def keys_older_than(self, age: timedelta) -> AsyncIterator[list[ContentKey]]:
        """Yield the keys of all contents of at least this age, up to 500 at once, each with the full budget.

        Without those in the trash and what is not below a folder, such as the mark of the installation.
        """
        return self._pages(self._store.list_before(datetime.now(UTC) - age))

    def keys_in_trash(self) -> AsyncIterator[list[ContentKey]]:
        """Yield the keys below `trash/`, up to 500 at once, each with the full budget."""
        return self._pages(self._store.list_trash())

    async def _pages(self, pages: AsyncIterator[list[ContentKey]]) -> AsyncIterator[list[ContentKey]]:
        while True:
            # An iterator that has raised cannot be continued.
            keys = await self._call(self._reading, lambda _: anext(pages, None), attempts=1)
            if keys is None:
                return
            yield keys

    async def check_reading(self) -> None:
        """Check that files can be read. Raises StorageUnavailable."""
        await self._call(self._reading, lambda _: self._store.check_reading())

    async def check_writing(self) -> None:
        """Write, read and delete a probe. Raises StorageUnavailable, also if the store is nearly full."""
        if self._writing.refuses or self._reading.refuses:
            raise _circuit_open()
        await self._try(lambda _: self._store.check_space(), 0.0, attempts=1)
        try:
            # Under a key like all others: one that is left behind is swept like them.
            key = await self.put(_PROBE)
            await self.get(key)
        except FileNotFoundError as fault:
            raise StorageUnavailable(EIO, "what was just written cannot be read", fault.filename) from None
        await self.delete(key)

    async def _piece(self, key: ContentKey, start: int, end: int) -> bytes:
        piece = await self._call(self._reading, lambda _: self._store.read_range(key, start, end))
        if len(piece) != end - start:
            raise OSError(EIO, f"the range from {start} to {end} has {len(piece)} bytes", key)
        return piece

    async def _call(
        self,
        breaker: CircuitBreaker,
        attempt: Callable[[Progress], Awaitable[Result]],
        upload: float = 0.0,
        attempts: int | None = None,
    ) -> Result:
        """Make a call through a circuit breaker. `upload` seconds are added to the budget.

        `attempts`: at most this many; by default those of the store.
        """
        try:
            with breaker.call():
                return await self._try(attempt, upload, attempts or self._store.attempts)
        except (StorageUnavailable, CircuitOpen) as fault:
            _FAULTS.labels(self._operations[breaker]).inc()
            if isinstance(fault, CircuitOpen):
                raise _circuit_open() from None
            raise

    async def _try(
        self, attempt: Callable[[Progress], Awaitable[Result]], upload: float, attempts: int
    ) -> Result:
        time_left = _TimeLeft(self._budget, upload)
        for max_pause in _MAX_PAUSE_SECONDS[: attempts - 1]:
            try:
                return await time_left.limit(attempt, is_last=False)
            except StorageUnavailable as fault:
                pause = random.uniform(0, max_pause)  # noqa: S311 - no secret depends on it
                if not fault.is_transient or time_left.ends_within(pause):
                    raise
            await asyncio.sleep(pause)
        return await time_left.limit(attempt, is_last=True)


class _TimeLeft:
    """The time that is left for the attempts of one call. Each progress restarts it."""

    def __init__(self, budget: float, upload: float) -> None:
        self._clock = asyncio.get_running_loop().time
        self._budget = budget
        self._upload = upload
        self._end = self._clock() + budget + upload

    def ends_within(self, seconds: float) -> bool:
        return self._clock() + seconds >= self._end

    async def limit(self, attempt: Callable[[Progress], Awaitable[Result]], *, is_last: bool) -> Result:
        """Make an attempt. Raises StorageUnavailable where its time is over."""
        early_end = self._end if is_last else self._clock() + self._budget / 2 + self._upload
        try:
            async with asyncio.timeout_at(min(self._end, early_end)) as timeout:

                def progress() -> None:
                    self._end = self._clock() + self._budget
                    timeout.reschedule(self._end)

                return await attempt(progress)
        except TimeoutError:
            reason = f"no response, or no progress, in {self._budget:g} s"
            raise StorageUnavailable(ETIMEDOUT, reason, is_transient=True) from None


def is_storage_unavailable(fault: BaseException) -> bool:
    """Return whether the fault is of the whole store, so that the same call may succeed later."""
    return isinstance(fault, StorageUnavailable)


def _store_at(url: str) -> ContentStore:
    if url.startswith("file://"):
        return ContentFolder(Path(url.removeprefix("file://")))
    # Imported only where it is used: obstore takes much memory.
    from kernel.content_bucket import ContentBucket

    return ContentBucket(url)


def _circuit_open() -> StorageUnavailable:
    return StorageUnavailable(EIO, "the store has just failed, and is tried again in a moment")
