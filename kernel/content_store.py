"""The protocol of a store of content files: a folder (content_folder.py) or a bucket (content_bucket.py)."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Final, NewType, Protocol

ContentKey = NewType("ContentKey", str)
Progress = Callable[[], None]
"""A callback for each piece of a file that has arrived. It restarts the time limit of the call."""
KEYS_PER_PAGE: Final = 500
TRASH: Final = "trash"
"""The folder of files that no row names (kernel/trash.py)."""


class StorageUnavailable(OSError):
    """The store does not answer, refuses, is full or read-only: the same call may succeed later.

    `is_transient`: even an immediate second attempt may succeed, as after a lost connection.
    """

    def __init__(
        self, errno: int, reason: str, name: str | None = None, *, is_transient: bool = False
    ) -> None:
        super().__init__(errno, reason, name)
        self.is_transient = is_transient


class ContentStore(Protocol):
    """A store of content files. Calls have no time limit of their own, and can be cancelled.

    Each raises FileNotFoundError where a key has no file, StorageUnavailable, or OSError on other faults.
    """

    attempts: int
    """The number of times that a call is worth trying."""

    async def write(self, key: ContentKey, content: bytes) -> None:
        """Return when the content is durable. A failed call leaves no file."""

    async def read(self, key: ContentKey, progress: Progress) -> bytes: ...

    async def read_range(self, key: ContentKey, start: int, end: int) -> bytes:
        """Return the bytes from `start` to before `end`; fewer where the file ends earlier."""

    async def size(self, key: ContentKey) -> int:
        """Return the size in bytes."""

    async def delete(self, key: ContentKey) -> None:
        """Delete the file. May raise FileNotFoundError where there is none."""

    async def move(self, key: ContentKey, to: ContentKey) -> None: ...

    def list_before(self, limit: datetime) -> AsyncIterator[list[ContentKey]]:
        """Yield the keys of contents written before `limit`, at most KEYS_PER_PAGE at once."""

    def list_trash(self) -> AsyncIterator[list[ContentKey]]:
        """Yield the keys below `trash/`, at most KEYS_PER_PAGE at once."""

    async def check_reading(self) -> None:
        """Check that files can be read. Raises StorageUnavailable."""

    async def check_space(self) -> None:
        """Check that the store has space for the largest paste. Raises StorageUnavailable."""
