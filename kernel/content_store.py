"""A store of content files: what a folder (content_folder.py) and a bucket (content_bucket.py) can do."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Final, NewType, Protocol

ContentKey = NewType("ContentKey", str)
Progress = Callable[[], None]
"""Called whenever bytes have come: the time that a call has begins anew."""
LISTED_AT_ONCE: Final = 500


class StorageAway(OSError):
    """The store does not answer, refuses, is full or read-only: the same call may succeed later.

    `is_momentary`: also a second attempt a moment later may, as after a lost connection.
    """

    def __init__(
        self, errno: int, reason: str, name: str | None = None, *, is_momentary: bool = False
    ) -> None:
        super().__init__(errno, reason, name)
        self.is_momentary = is_momentary


class ContentStore(Protocol):
    """Each call raises FileNotFoundError where a key has no file, StorageAway, or OSError on other faults.

    No call limits its own time: all can be cancelled.
    """

    attempts: int
    """How often a call may be tried."""

    async def write(self, key: ContentKey, content: bytes) -> None:
        """Durable when it returns; a failure leaves nothing."""

    async def read(self, key: ContentKey, progress: Progress) -> bytes: ...

    async def read_range(self, key: ContentKey, start: int, end: int) -> bytes:
        """Fewer bytes where the file ends before `end`."""

    async def size(self, key: ContentKey) -> int:
        """In bytes."""

    async def delete(self, key: ContentKey) -> None:
        """A file that is not there may be a FileNotFoundError."""

    def list_before(self, limit: datetime) -> AsyncIterator[list[ContentKey]]:
        """Keys of the files that were written before `limit`, at most LISTED_AT_ONCE at once."""

    async def check_reading(self) -> None:
        """Raises StorageAway where nothing can be read."""

    async def check_writing(self) -> None:
        """Raises StorageAway where it is known without writing that nothing can be written."""
