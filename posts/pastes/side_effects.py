"""What follows from a change to a paste: the outbox hears of it, caches forget it, its old files go."""

from collections.abc import Iterable
from functools import partial

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from kernel.storage import ContentKey, Storage
from kernel.transaction import Jobs
from posts.models import EventKind, Post, PostUrl, Visibility
from posts.pastes.events import Outbox
from posts.pastes.page_keys import drop_pages

_log = structlog.get_logger(__name__)


class SideEffects:
    def __init__(self, outbox: Outbox, redis: Redis, storage: Storage, jobs: Jobs) -> None:
        self._outbox = outbox
        self._redis = redis
        self._storage = storage
        self._jobs = jobs

    async def published(self, post: Post) -> None:
        """Followers are told once in a paste's life, and only of what everybody may read. For every change
        that may make it so."""
        if post.is_listed:
            await self._outbox.note_once(EventKind.PUBLISHED, post)

    async def changed(self, post: Post, kind: EventKind = EventKind.CHANGED) -> None:
        """What was shown at the paste's address is no longer right."""
        await self._outbox.note(kind, post)
        self._jobs.add(partial(self._forget_now, post.url))

    async def ended(self, post: Post, kind: EventKind) -> None:
        """`kind` is told to whoever asks for the address, unless nobody was to know of it."""
        is_secret = post.visibility is Visibility.PRIVATE
        await self.changed(post, EventKind.CHANGED if is_secret else kind)

    def discard(self, keys: Iterable[ContentKey | None]) -> None:
        """After the commit: a row never lacks its file."""
        for key in keys:
            if key:
                self._jobs.add(partial(self._discard, key))

    async def _forget_now(self, url: PostUrl) -> None:
        try:
            await drop_pages(self._redis, url)
        except RedisError as fault:
            # The event in the outbox stays until the notifier has told the cache.
            _log.warning("pages not forgotten yet", url=url, fault=str(fault))

    async def _discard(self, key: ContentKey) -> None:
        try:
            await self._storage.delete(key)
        except OSError as fault:
            _log.warning("content file left behind", key=key, fault=str(fault))
