"""The contents that one transaction reads and stores, so that Postgres does not wait for a store.

Before a store is asked, the connection to Postgres is given back; that can be done only as long as the
transaction has changed and locked nothing. So a service looks first, reads and prepares the contents, and
then locks and changes: by then they are here, and nothing travels any more.
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

# The text and the file of one paste; more of them could be too much for the memory.
_REMEMBERED: Final = 2
# To hash more takes longer than a thread does to begin; and what was stored is hardly ever read again.
_LARGE: Final = 256 * 1024  # bytes
_log = structlog.get_logger(__name__)


class Contents:
    """Reads and stores contents for one transaction. Raises as `Storage` does."""

    def __init__(self, session: AsyncSession, storage: Storage) -> None:
        self.storage = storage
        self._session = session
        self._known = OrderedDict[ContentKey, bytes]()
        self._prepared: list[tuple[bytes, ContentKey]] = []
        self._stored: list[ContentKey] = []

    async def release_connection(self) -> None:
        """Give the connection back before something slow; see `kernel.transaction.release_connection`."""
        await release_connection(self._session)

    async def get(self, key: ContentKey) -> bytes:
        """Return a content. The last two that were read, or were stored and are small, are still in memory:
        contents never change."""
        content = self._known.get(key)
        if content is None:
            await self.release_connection()
            content = await self.storage.get(key)
        self._remember(key, content)
        return content

    async def size(self, key: ContentKey) -> int:
        """In bytes."""
        await self.release_connection()
        return await self.storage.size(key)

    async def prepare(self, content: bytes) -> None:
        """Store what will be put later in this transaction, once."""
        digest = await _digest(content)
        self._prepared.append((digest, await self._store(content)))

    async def put(self, content: bytes) -> ContentKey:
        """Return the key of what was prepared, for one use, or store it now. The content is durable then."""
        digest = await _digest(content) if self._prepared else b""
        for known in self._prepared:
            if known[0] == digest:
                self._prepared.remove(known)
                return known[1]
        return await self._store(content)

    async def delete_stored(self) -> None:
        """Roll the transaction back, and delete what it has stored: no row names that any more."""
        await self._session.rollback()
        await self._delete(self._stored)

    async def delete_unused(self) -> None:
        """Delete what was prepared and not put, after the commit."""
        await self._delete(key for _, key in self._prepared)

    async def _store(self, content: bytes) -> ContentKey:
        await self.release_connection()
        key = await self.storage.put(content)
        self._stored.append(key)
        if len(content) < _LARGE:
            self._remember(key, content)
        return key

    def _remember(self, key: ContentKey, content: bytes) -> None:
        self._known[key] = content
        self._known.move_to_end(key)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    async def _delete(self, keys: Iterable[ContentKey]) -> None:
        for key in keys:
            try:
                await self.storage.delete(key)
            except OSError as fault:
                _log.warning("content file left behind", key=key, fault=str(fault))


@asynccontextmanager
async def transaction_with_contents(
    session: AsyncSession, jobs: Jobs, storage: Storage
) -> AsyncIterator[Contents]:
    """Run a transaction and delete the contents that no row names after it.

    Where the process ends, or the commit itself fails, some may be left: the sweep of orphans finds them.
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
    if len(content) < _LARGE:
        return blake2b(content).digest()
    return await asyncio.to_thread(lambda: blake2b(content).digest())
