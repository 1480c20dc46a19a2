"""What can be done with pastes: publishing, finding and reading them, and what happened to them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from redis.asyncio import Redis

from auth.models import User, UserId
from kernel.contents import Contents
from posts.errors import (
    PostDeleted,
    PostExpired,
    PostMoved,
    PostNotFound,
    RevisionNotFound,
)
from posts.models import (
    Draft,
    EventId,
    EventKind,
    Origin,
    Post,
    PostEvent,
    PostId,
    PostPage,
    PostUrl,
    Revision,
    Terms,
    Visibility,
)
from posts.pastes.addresses import free_addresses
from posts.pastes.endings import ENDS, ending
from posts.pastes.page_keys import drop_pages
from posts.pastes.reading_keys import opens
from posts.pastes.repositories import Repositories
from posts.pastes.side_effects import SideEffects


class PostService:
    def __init__(
        self, rows: Repositories, contents: Contents, redis: Redis, consequences: SideEffects
    ) -> None:
        self._posts = rows.posts
        self._new_posts = rows.new_posts
        self._revisions = rows.revisions
        self._redirects = rows.redirects
        self._outbox = rows.outbox
        self._contents = contents
        self._redis = redis
        self._consequences = consequences

    async def publish(self, author: User, draft: Draft, terms: Terms | None = None) -> Post:
        """A new paste, or the one that this very message has made before."""
        terms = terms or Terms()
        key = await self._contents.put(draft.text.encode())
        original = await self._contents.put(draft.original) if draft.original is not None else None
        async for url in free_addresses(self._posts, author.username, draft.title, terms.visibility):
            post = await self._new_posts.add(author.id, url, draft, key, original, terms)
            if post:
                return post
            known = draft.origin and await self._posts.from_origin(draft.origin)
            if known and known.created_by == author.id:
                self._consequences.discard([key, original])
                return known
            if known:  # what somebody said in a group, others can publish too
                draft = replace(draft, origin=None, parts=())
        raise AssertionError("addresses never end")

    async def open(self, url: PostUrl, reader: UserId | None) -> Post:
        """Raises PostGone where a paste is known to have been, PostMoved where it has another address now,
        else PostNotFound."""
        post = await self._posts.find(url)
        if post is None:
            raise await self._reason_for_none(url, reader)
        if not post.readable_by(reader):
            raise PostNotFound(url)
        if post.deleted_at:
            raise PostDeleted(url)
        if post.has_expired:
            raise PostExpired(url)
        return post

    async def reader_with(self, key: str, url: PostUrl, secret: bytes) -> UserId | None:
        """Whom a reading key makes of a stranger: the author, where it opens the paste of this address."""
        post = await self._posts.find(url) or await self._redirects.find(url)
        return post.created_by if post and opens(secret, key, post) else None

    async def content(self, post: Post | Revision) -> bytes:
        """UTF-8, exactly as sent. Raises PostDeleted where the paste was deleted a moment ago, and
        StorageUnavailable."""
        try:
            return await self._contents.get(post.content_source)
        except FileNotFoundError:
            raise PostDeleted(post.url if isinstance(post, Post) else "") from None

    async def check_content(self, post: Post | Revision) -> None:
        """Ask for the content without reading it. Raises as `content` does."""
        try:
            await self._contents.storage.size(post.content_source)
        except FileNotFoundError:
            raise PostDeleted(post.url if isinstance(post, Post) else "") from None

    async def stream(self, post: Post | Revision, start: int, end: int) -> AsyncIterator[bytes]:
        """Some of the content's bytes, from `start` to before `end`. Raises as `content` does."""
        try:
            async for chunk in self._contents.storage.stream(post.content_source, start, end):
                yield chunk
        except FileNotFoundError:
            raise PostDeleted(post.url if isinstance(post, Post) else "") from None

    async def original(self, post: Post) -> bytes:
        """The bytes of its file, as they came. Raises PostNotFound of what came as no file."""
        if post.encoding is None:
            raise PostNotFound(post.url)
        if post.original_source is None:
            return await self.content(post)
        return await self._contents.get(post.original_source)

    async def get(self, post: PostId) -> Post | None:
        return await self._posts.get(post)

    async def own(self, author: User, post: PostId) -> Post:
        """Raises PostGone where it is known how it ended, else PostNotFound, also for somebody else's."""
        found = await self._posts.get(post)
        if found is None or found.created_by != author.id:
            raise await self.ending_of(author, post)
        return found

    async def ending_of(self, author: User, post: PostId) -> PostNotFound:
        return await ending(self._posts, self._outbox, author.id, post)

    async def from_message(self, origin: Origin) -> Post | None:
        """The paste that this message made, or is a part of."""
        return await self._posts.from_origin(origin)

    async def from_messages(self, author: UserId, first: Origin, last: int, limit: int) -> list[Post]:
        """What an author's messages have made, those that are there still, in the order of the messages."""
        return await self._posts.from_origins(author, first, last, limit)

    async def page_of(
        self, author: UserId, number: int, size: int, visibility: Visibility | None = None, words: str = ""
    ) -> PostPage:
        """An author's pastes, newest first, of one visibility or of all, with all these words in their title
        or text; `number` counts from 0."""
        found = await self._posts.newest(author, visibility, words, number * size, size + 1)
        return PostPage(found[:size], number, has_more=len(found) > size)

    async def revisions(self, post: Post) -> Sequence[Revision]:
        """At most 100, the latest first."""
        return await self._revisions.latest(post.id)

    async def revision(self, post: Post, number: int) -> Revision:
        """Raises RevisionNotFound."""
        found = await self._revisions.find(post.id, number)
        if found is None:
            raise RevisionNotFound
        return found

    async def claim_events(self, kinds: Sequence[EventKind], age: timedelta, limit: int) -> list[PostEvent]:
        """Lock for this transaction what happened at least `age` ago and nobody has handled, oldest first."""
        return await self._outbox.claim(kinds, age, limit)

    async def complete_events(self, events: Iterable[EventId]) -> None:
        """Mark claimed events as handled, in the transaction that claimed them."""
        await self._outbox.complete(events)

    async def is_announced(self, event: PostEvent) -> bool:
        """Tell whether everybody may read what was published; if not, delete the event, so that it is noted
        once more when they may. Call it for claimed events in the order of their pastes: it locks the pastes.
        """
        seen = await self._posts.get(event.post_id)
        if seen and seen.is_listed:
            return True
        # Who brings it back just now does not note what is noted already: their commit is waited for.
        found = await self._posts.await_changes(event.post_id)
        if found and found.is_listed and not found.deleted_at and not found.has_expired:
            return True
        await self._outbox.delete(event.id)
        return False

    async def drop_old_events(self, age: timedelta) -> None:
        """What was handled and is older, as far as nothing needs it."""
        await self._outbox.drop_old(age)

    async def forget_pages(self, url: PostUrl) -> None:
        """Raises RedisError where the cache could not be told."""
        await drop_pages(self._redis, url)

    async def _reason_for_none(self, url: PostUrl, reader: UserId | None) -> PostNotFound:
        moved = await self._redirects.find(url)
        if moved and moved.readable_by(reader) and not moved.deleted_at and not moved.has_expired:
            return PostMoved(url, moved.url)
        ended = await self._outbox.end_of(url)
        return ENDS[ended](url) if ended else PostNotFound(url)
