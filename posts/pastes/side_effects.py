"""Side effects of a change to a paste: an event, and after the commit changes to caches and files."""

from collections.abc import Iterable
from functools import partial

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.backup_lock import may_delete_files
from kernel.storage import ContentKey, Storage
from kernel.transaction import Jobs
from posts.models import EventKind, Post, PostId, PostUrl, Visibility
from posts.pastes.events import EventOutbox
from posts.pastes.page_keys import drop_pages

_log = structlog.get_logger(__name__)


class SideEffects:
    """Records an event for each change, and deletes pages and files after the commit.

    If deleting fails, that is logged, and the periodic tasks of the notifier delete them later.
    """

    def __init__(
        self, session: AsyncSession, outbox: EventOutbox, redis: Redis, storage: Storage, jobs: Jobs
    ) -> None:
        self._session = session
        self._outbox = outbox
        self._redis = redis
        self._storage = storage
        self._jobs = jobs

    def created(self, post: Post) -> None:
        """Log a new paste after the commit."""
        self._jobs.add(partial(_log_new, post.id))

    async def published(self, post: Post) -> None:
        """Announce a paste to followers, once in its life, if everybody may read it.

        To be called after every change that can make a paste public.
        """
        if post.is_listed:
            await self._outbox.record_once(EventKind.PUBLISHED, post)

    async def changed(self, post: Post, kind: EventKind = EventKind.CHANGED) -> None:
        """Invalidate the pages at a paste's address."""
        await self._outbox.record(kind, post)
        self._jobs.add(partial(self._drop_pages, post.url))

    async def ended(self, post: Post, kind: EventKind) -> None:
        """Invalidate the pages of a paste that ends, and record how it ended, for readers of its address.

        How a private paste ended is not recorded.
        """
        is_private = post.visibility is Visibility.PRIVATE
        await self.changed(post, EventKind.CHANGED if is_private else kind)

    async def delete_files(self, keys: Iterable[ContentKey | None]) -> None:
        """Delete files after the commit, so that no row ever lacks its file.

        To be called after their rows were deleted. During a backup they are left for the sweep of orphans.
        """
        there = [key for key in keys if key]
        if there and await may_delete_files(self._session):
            for key in there:
                self._jobs.add(partial(self._delete_file, key))

    async def _drop_pages(self, url: PostUrl) -> None:
        try:
            await drop_pages(self._redis, url)
        except RedisError as fault:
            # The notifier tries again: the event stays in the outbox until it has succeeded.
            _log.warning("pages_not_dropped", url=url, fault=str(fault))

    async def _delete_file(self, key: ContentKey) -> None:
        try:
            await self._storage.delete(key)
        except OSError as fault:
            _log.warning("content_file_not_deleted", key=key, fault=str(fault))


async def _log_new(post: PostId) -> None:
    _log.info("paste_published", post=post)
