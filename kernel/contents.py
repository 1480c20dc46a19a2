"""The contents that one transaction reads and stores, without a connection to Postgres during transfers.

The connection is returned to the pool before each transfer, which is possible only until the transaction has
changed or locked something. So a service first queries, reads and prepares all contents, and then locks and
changes rows, which needs no more transfers.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import partial
from hashlib import blake2b
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.content_store import ContentKey
from kernel.storage import Storage
from kernel.transaction import Jobs, release_connection, transaction

# The text and the original file of one paste; more could need too much memory.
_CONTENTS_IN_MEMORY: Final = 2
# Larger contents are hashed in a thread, and are not put into memory when they are stored: they are hardly
# ever read again.
_LARGE_BYTES: Final = 256 * 1024
_log = structlog.get_logger(__name__)


class Contents:
    """Reads and stores contents for one transaction. Calls raise the errors of `Storage`."""

    def __init__(self, session: AsyncSession, storage: Storage) -> None:
        self.storage = storage
        self._session = session
        self._in_memory = OrderedDict[ContentKey, bytes]()
        self._prepared: list[tuple[bytes, ContentKey]] = []
        """Digests and keys of the contents that were prepared, and not yet put."""
        self._stored: list[ContentKey] = []

    async def release_connection(self) -> None:
        """Return the connection to the pool before something slow (see `kernel.transaction`)."""
        await release_connection(self._session)

    async def get(self, key: ContentKey) -> bytes:
        """Return a content. The last two are kept in memory, except for large ones that were only stored."""
        content = self._in_memory.get(key)
        if content is None:
            await self.release_connection()
            content = await self.storage.get(key)
        self._remember(key, content)
        return content

    async def size(self, key: ContentKey) -> int:
        """Return the size in bytes."""
        await self.release_connection()
        return await self.storage.size(key)

    async def prepare(self, content: bytes) -> None:
        """Store a content before the transaction changes anything, for a later `put` of the same content."""
        digest = await _digest(content)
        self._prepared.append((digest, await self._store(content)))

    async def put(self, content: bytes) -> ContentKey:
        """Return the key of a durable content: of a prepared one, which is used up, or of one stored now."""
        digest = await _digest(content) if self._prepared else b""
        for prepared_digest, key in self._prepared:
            if prepared_digest == digest:
                self._prepared.remove((digest, key))
                return key
        return await self._store(content)

    async def delete_stored(self) -> None:
        """Roll the transaction back, and delete the contents that it has stored. Failures are logged."""
        await self._session.rollback()
        await self._delete(self._stored)

    async def delete_unused(self) -> None:
        """Delete contents that were prepared but not put; called after the commit. Failures are logged."""
        await self._delete(key for _, key in self._prepared)

    async def _store(self, content: bytes) -> ContentKey:
        await self.release_connection()
        key = await self.storage.put(content)
        self._stored.append(key)
        if len(content) < _LARGE_BYTES:
            self._remember(key, content)
        return key

    def _remember(self, key: ContentKey, content: bytes) -> None:
        self._in_memory[key] = content
        self._in_memory.move_to_end(key)
        while len(self._in_memory) > _CONTENTS_IN_MEMORY:
            self._in_memory.popitem(last=False)

    async def _delete(self, keys: Iterable[ContentKey]) -> None:
        for key in keys:
            try:
                await self.storage.delete(key)
            except OSError as fault:
                _log.warning("content_not_deleted", key=key, fault=str(fault))


@asynccontextmanager
async def transaction_with_contents(
    session: AsyncSession, jobs: Jobs, storage: Storage
) -> AsyncIterator[Contents]:
    """Run a transaction; delete the contents that it has stored if it fails, else those not put.

    Where the process dies or the commit fails, they are left for the sweep of orphans.
    """
    contents = Contents(session, storage)
    async with transaction(session, jobs):
        try:
            yield contents
        except (Exception, asyncio.CancelledError):
            await contents.delete_stored()
            raise
        jobs.add(partial(contents.delete_unused))


async def _digest(content: bytes) -> bytes:
    if len(content) < _LARGE_BYTES:
        return blake2b(content).digest()
    return await asyncio.to_thread(lambda: blake2b(content).digest())
