"""Publishes, finds and reads pastes."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

import structlog
from prometheus_client import Counter

from auth.models import User, UserId
from kernel.contents import Contents
from kernel.storage import ContentKey
from posts.errors import (
    ContentMissing,
    PostBinned,
    PostBurned,
    PostDeleted,
    PostExpired,
    PostGone,
    PostMoved,
    PostNotFound,
    PostTakenDown,
    RevisionNotFound,
)
from posts.models import (
    Draft,
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
from posts.pastes.reading_keys import opens
from posts.pastes.repositories import Repositories
from posts.pastes.side_effects import SideEffects

_ERRORS: Final[dict[EventKind, type[PostGone]]] = {
    EventKind.DELETED: PostDeleted,
    EventKind.EXPIRED: PostExpired,
    EventKind.BURNED: PostBurned,
    EventKind.TAKEN_DOWN: PostTakenDown,
}
_FILES_MISSING: Final = Counter(
    "postebin_content_files_missing", "Reads of a paste whose content file is not in the store"
)
_log = structlog.get_logger(__name__)


class PostService:
    """Publishes pastes, and reads them for their author and for readers."""

    def __init__(self, repositories: Repositories, contents: Contents, side_effects: SideEffects) -> None:
        self._posts = repositories.posts
        self._new_posts = repositories.new_posts
        self._revisions = repositories.revisions
        self._redirects = repositories.redirects
        self._outbox = repositories.outbox
        self._contents = contents
        self._side_effects = side_effects

    async def publish(self, author: User, draft: Draft, terms: Terms | None = None) -> Post:
        """Make a paste, or return the one that this author has already made from this message.

        No limit is checked here, and no text searched for credentials (see `posts.drafts.publishing`).
        """
        terms = terms or Terms()
        key = await self._contents.put(draft.text.encode())
        original = await self._contents.put(draft.original) if draft.original is not None else None
        async for url in free_addresses(self._posts, author.username, draft.title, terms.visibility):
            post = await self._new_posts.insert(author.id, url, draft, key, original, terms)
            if post:
                self._side_effects.created(post)
                return post
            known = draft.origin and await self._posts.from_origin(draft.origin)
            if known and known.created_by == author.id:
                await self._side_effects.delete_files([key, original])
                return known
            if known:  # in a group, several people may publish the same message
                draft = replace(draft, origin=None, parts=())
        raise AssertionError("free_addresses() has no end")

    async def open(self, url: PostUrl, reader: UserId | None) -> Post:
        """Return a paste to be read by `reader`, who is None for everybody but its author.

        Raises PostGone if it has ended, PostMoved if it has another address now, else PostNotFound, also for
        other people's private pastes.
        """
        post = await self._posts.find(url)
        if post is None:
            raise await self._not_found(url, reader)
        if not post.readable_by(reader):
            raise PostNotFound(url)
        if post.deleted_at:
            raise PostDeleted(url) if post.takedown_reason is None else PostTakenDown(url)
        if post.has_expired:
            raise PostExpired(url)
        return post

    async def reader_with(self, key: str, url: PostUrl, secret: bytes) -> UserId | None:
        """Return the author of a paste if the reading key is valid for it: the request reads as the author.

        None otherwise. The address may be a former one.
        """
        post = await self._posts.find(url) or await self._redirects.find(url)
        return post.created_by if post and opens(secret, key, post) else None

    async def content(self, post: Post | Revision) -> bytes:
        """Return the text in UTF-8.

        Raises StorageUnavailable; where the file is missing PostDeleted if the text has just been deleted,
        else ContentMissing, which is logged.
        """
        async with self._explaining_a_missing_file(post.content_source):
            return await self._contents.get(post.content_source)

    async def check_content(self, post: Post | Revision) -> None:
        """Check that the storage has the content, without reading it. Raises as `content` does."""
        async with self._explaining_a_missing_file(post.content_source):
            await self._contents.storage.size(post.content_source)

    async def stream(self, post: Post | Revision, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes of the content from `start` to before `end`. Raises as `content` does."""
        async with self._explaining_a_missing_file(post.content_source):
            async for chunk in self._contents.storage.stream(post.content_source, start, end):
                yield chunk

    async def original(self, post: Post) -> bytes:
        """Return the file as it was sent, which may be the text itself.

        Raises as `content` does, and PostNotFound if the paste came in messages.
        """
        if post.encoding is None:
            raise PostNotFound(post.url)
        if post.original_source is None:
            return await self.content(post)
        async with self._explaining_a_missing_file(post.original_source):
            return await self._contents.get(post.original_source)

    async def get(self, post: PostId) -> Post | None:
        """Return a paste that is neither deleted nor expired."""
        return await self._posts.get(post)

    async def own(self, author: User, post: PostId) -> Post:
        """Return an author's paste. Raises PostGone if it has ended, PostNotFound for other people's."""
        found = await self._posts.get(post)
        if found is None or found.created_by != author.id:
            raise await self.ending_of(author, post)
        return found

    async def ending_of(self, author: User, post: PostId) -> PostNotFound:
        """Return the error that tells an author how a paste ended; plain PostNotFound for other people's."""
        known = await self._posts.get_own(author.id, post)
        if known and known.takedown_reason is not None:
            return PostTakenDown(known.url, known.takedown_reason)
        if known and known.can_be_undeleted:
            return PostBinned(known.url, known.id, known.title)
        if known and (known.deleted_at or known.has_expired):
            return PostDeleted(known.url) if known.deleted_at else PostExpired(known.url)
        kind = await self._outbox.how_own_ended(author.id, post)
        return _ERRORS[kind]() if kind else PostNotFound()

    async def from_message(self, origin: Origin) -> Post | None:
        """Return the paste that this message is the text of, or a part of it; also one that has ended."""
        return await self._posts.from_origin(origin)

    async def from_messages(self, author: UserId, first: Origin, last: int, limit: int) -> list[Post]:
        """Return an author's live pastes from the messages `first` to `last`, in the order of the messages.

        A paste that came in several messages counts by the first.
        """
        return await self._posts.from_origins(author, first, last, limit)

    async def page_of(
        self, author: UserId, number: int, size: int, visibility: Visibility | None = None, words: str = ""
    ) -> PostPage:
        """Return a page of an author's pastes, newest first. `number` counts from 0.

        They are of one visibility or all, and have all these words in their title or text.
        """
        found = await self._posts.newest(author, visibility, words, number * size, size + 1)
        return PostPage(found[:size], number, has_more=len(found) > size)

    async def revisions(self, post: Post) -> Sequence[Revision]:
        """Return up to 100 revisions, the latest first."""
        return await self._revisions.latest(post.id)

    async def revision(self, post: Post, number: int) -> Revision:
        """Raises RevisionNotFound."""
        found = await self._revisions.find(post.id, number)
        if found is None:
            raise RevisionNotFound
        return found

    async def keep_announcement(self, event: PostEvent) -> bool:
        """Return whether the paste of a claimed PUBLISHED event is still listed, so that alerts are due.

        Otherwise delete the event; it is recorded again when the paste is listed again.

        Locks the paste, so call it for claimed events in the order of their pastes.
        """
        seen = await self._posts.get(event.post_id)
        if seen and seen.is_listed:
            return True
        # Wait for a transaction that makes the paste public now: it saw this event and recorded none itself.
        found = await self._posts.lock_any(event.post_id)
        if found and found.is_listed and not found.deleted_at and not found.has_expired:
            return True
        await self._outbox.delete(event.id)
        return False

    async def _not_found(self, url: PostUrl, reader: UserId | None) -> PostNotFound:
        moved = await self._redirects.find(url)
        if moved and moved.readable_by(reader) and not moved.deleted_at and not moved.has_expired:
            return PostMoved(url, moved.url)
        ended = await self._outbox.how_ended(url)
        return _ERRORS[ended](url) if ended else PostNotFound(url)

    @asynccontextmanager
    async def _explaining_a_missing_file(self, key: ContentKey) -> AsyncIterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise await self._error_without_file(key) from None

    async def _error_without_file(self, key: ContentKey) -> PostDeleted | ContentMissing:
        in_use = await self._revisions.files_in_use([key]) | await self._posts.originals_in_use([key])
        await self._contents.release_connection()  # contents are also read after the block of the session
        if not in_use:
            return PostDeleted()
        _log.error("content_file_missing", key=key)
        _FILES_MISSING.inc()
        return ContentMissing()
