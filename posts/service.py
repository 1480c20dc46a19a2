"""What can be done with pastes."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

import structlog
from redis.exceptions import RedisError

from auth.models import TelegramId, User, UserId
from kernel.storage import ContentKey, Storage
from kernel.transaction import Jobs
from posts.addresses import free_addresses
from posts.errors import PostDeleted, PostNotFound
from posts.kept import KeptDrafts
from posts.models import (
    Draft,
    EventId,
    EventKind,
    Post,
    PostEvent,
    PostId,
    PostPage,
    PostUrl,
    Visibility,
)
from posts.outbox import Outbox
from posts.pages import PageCache
from posts.repository import PostRepository

_log = structlog.get_logger(__name__)


class PostService:
    def __init__(
        self,
        posts: PostRepository,
        outbox: Outbox,
        kept: KeptDrafts,
        storage: Storage,
        pages: PageCache,
        jobs: Jobs,
    ) -> None:
        self._posts = posts
        self._outbox = outbox
        self._kept = kept
        self._storage = storage
        self._pages = pages
        self._jobs = jobs

    async def publish(self, author: User, draft: Draft) -> Post:
        """A new paste, or the one that this very message has made before."""
        known = draft.origin and await self._posts.from_origin(draft.origin)
        return known or await self._publish_new(author, draft)

    async def open(self, url: PostUrl, reader: UserId | None) -> Post:
        """Raises PostDeleted where a paste is known to have been, else PostNotFound."""
        post = await self._posts.find(url)
        if post is None and await self._posts.was_deleted(url):
            raise PostDeleted(url)
        if post is None or not post.readable_by(reader):
            raise PostNotFound(url)
        return post

    async def content(self, post: Post) -> bytes:
        """UTF-8, exactly as sent. Raises PostNotFound where the paste was deleted a moment ago."""
        try:
            return await self._storage.get(post.content_source)
        except FileNotFoundError:
            raise PostDeleted(post.url) from None

    async def get(self, post: PostId) -> Post | None:
        return await self._posts.get(post)

    async def own(self, author: User, post: PostId) -> Post:
        """Raises PostNotFound, also for what is somebody else's."""
        found = await self._posts.get(post)
        if found is None or found.created_by != author.id:
            raise PostNotFound
        return found

    async def page_of(
        self, author: UserId, number: int, size: int, visibility: Visibility | None = None
    ) -> PostPage:
        """An author's pastes, newest first, of one visibility or of all; `number` counts from 0."""
        found = await self._posts.newest(author, visibility, number * size, size + 1)
        return PostPage(found[:size], number, has_more=len(found) > size)

    async def delete(self, author: User, post: PostId) -> None:
        """The row first, then the files and the cached pages. Raises PostNotFound."""
        found = await self.own(author, post)
        keys = await self._posts.content_keys(post)
        if await self._posts.delete(author.id, post) is None:
            raise PostNotFound
        await self._outbox.note(EventKind.DELETED, found)
        self._jobs.add(partial(self._forget_now, found.url))
        for key in keys:
            self._jobs.add(partial(self._discard, key))

    async def keep_draft(self, owner: TelegramId, draft: Draft) -> None:
        """Holds what a stranger sent until there is an account to publish it for."""
        await self._kept.keep(owner, draft)

    async def publish_kept(self, author: User, owner: TelegramId) -> list[Post]:
        """Publishes all that this chat has waiting."""
        posts = []
        for draft, key in await self._kept.take(owner):
            posts.append(await self.publish(author, draft))
            self._jobs.add(partial(self._discard, key))
        return posts

    async def due_events(self, kind: EventKind, age: timedelta, limit: int) -> list[PostEvent]:
        """What happened at least `age` ago and nobody has handled, locked for this transaction."""
        return await self._outbox.take(kind, age, limit)

    async def events_handled(self, events: Iterable[EventId]) -> None:
        await self._outbox.done(events)

    async def forget_pages(self, url: PostUrl) -> None:
        """Raises RedisError where the cache could not be told."""
        await self._pages.forget(url)

    async def sweep_orphans(self, age: timedelta) -> int:
        """Deletes files of at least this age that nothing needs, left by a crash; returns how many."""
        swept = 0
        async for keys in self._storage.keys_older_than(age):
            for key in set(keys) - await self._posts.files_in_use(keys):
                await self._storage.delete(ContentKey(key))
                swept += 1
        return swept

    async def _publish_new(self, author: User, draft: Draft) -> Post:
        content = draft.text.encode()
        key = await self._storage.put(content)
        async for url in free_addresses(self._posts, author.username, draft.title):
            post = await self._posts.add(author.id, url, draft, key)
            if post:
                await self._outbox.note(EventKind.PUBLISHED, post)
                return post
            known = draft.origin and await self._posts.from_origin(draft.origin)
            if known:
                self._jobs.add(partial(self._discard, key))
                return known
        raise AssertionError("addresses never end")

    async def _forget_now(self, url: PostUrl) -> None:
        try:
            await self._pages.forget(url)
        except RedisError as fault:
            # The event in the outbox stays until the notifier has told the cache.
            _log.warning("pages not forgotten yet", url=url, fault=str(fault))

    async def _discard(self, key: ContentKey) -> None:
        try:
            await self._storage.delete(key)
        except OSError as fault:
            _log.warning("content file left behind", key=key, fault=str(fault))
