"""Deletes pastes and drafts with their files: by author or reader, when they expire, and with an account."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from auth.models import TelegramId, User, UserId
from kernel.storage import ContentKey
from posts.drafts.models import DRAFT_LIFETIME
from posts.drafts.repository import DraftRepository
from posts.errors import PostBurned, PostExpired, TooLateToUndo
from posts.models import TAKEDOWN_PERIOD, UNDO_PERIOD, EventKind, Post, PostId, PostUrl, Visibility
from posts.pastes.limits import PublishingLimits
from posts.pastes.repositories import Repositories
from posts.pastes.service import PostService
from posts.pastes.side_effects import SideEffects

_NO_CONTENTS: Final = MappingProxyType[ContentKey, bytes]({})


class Deleting:
    """Deletes pastes with their files, for the bot, the viewer and the periodic tasks of the notifier."""

    def __init__(
        self,
        service: PostService,
        repositories: Repositories,
        drafts: DraftRepository,
        limits: PublishingLimits,
        side_effects: SideEffects,
    ) -> None:
        self._service = service
        self._posts = repositories.posts
        self._revisions = repositories.revisions
        self._drafts = drafts
        self._preferences = repositories.preferences
        self._outbox = repositories.outbox
        self._limits = limits
        self._side_effects = side_effects

    async def delete(self, author: User, post: PostId) -> Post:
        """Mark a paste as deleted: nobody can read it, and for ten minutes `undelete` can bring it back.

        Does nothing if it is deleted already. Raises PostNotFound, or PostGone if it has ended otherwise.
        """
        gone = await self._posts.mark_deleted(author.id, post)
        if gone is None:
            known = await self._posts.get_own(author.id, post)
            if known and known.deleted_at and known.takedown_reason is None:
                return known
            raise await self._service.ending_of(author, post)
        await self._side_effects.ended(gone, EventKind.DELETED)
        return gone

    async def undelete(self, author: User, post: PostId) -> Post:
        """Bring a deleted paste back. Does nothing if it is not deleted.

        Raises TooLateToUndo, also for a paste that is not the author's, or PostExpired.
        """
        back = await self._posts.unmark_deleted(author.id, post, UNDO_PERIOD)
        if back is None:
            live = await self._posts.get(post)
            if live and live.created_by == author.id:
                return live
            raise TooLateToUndo
        if back.has_expired:
            raise PostExpired(back.url)
        await self._side_effects.changed(back)
        # While the paste was deleted, `PostService.keep_announcement` may have dropped the announcement.
        await self._side_effects.published(back)
        return back

    async def burn(
        self,
        url: PostUrl,
        reader: UserId | None,
        already_read: Mapping[ContentKey, bytes] = _NO_CONTENTS,
    ) -> tuple[Post, bytes]:
        """Open a paste and return its text. A paste to be read once is deleted, and only one reader wins.

        `already_read` are contents that were read before this transaction, to keep it short.
        Raises what `PostService.open` raises, and PostBurned for a reader who came too late.
        """
        post = await self._service.open(url, reader)
        if post.burn_after_read:
            await self._burn(post)
        known = already_read.get(post.content_source)
        return post, await self._service.content(post) if known is None else known

    async def _burn(self, post: Post) -> None:
        keys = await self._revisions.content_keys([post.id])
        # Before the text is read: the second reader waits here for the first one's commit.
        if not await self._posts.burn(post.id):
            raise PostBurned(post.url)
        # The event is for its author. Without the address, nobody else learns that a private paste was there.
        is_private = post.visibility is Visibility.PRIVATE
        announced = replace(post, url=PostUrl("")) if is_private else post
        await self._side_effects.changed(announced, EventKind.BURNED)
        await self._side_effects.delete_files([*keys, post.original_source])

    async def purge(self, limit: int) -> int:
        """Remove up to `limit` pastes that have expired, were deleted ten minutes or taken down 30 days ago.

        Return how many. Those that another transaction has locked are left out.
        """
        ended = await self._posts.lock_ended(UNDO_PERIOD, TAKEDOWN_PERIOD, limit)
        for post in ended:
            if post.deleted_at is None:
                await self._side_effects.ended(post, EventKind.EXPIRED)
        await self._remove(ended)
        return len(ended)

    async def delete_old_drafts(self) -> None:
        """Delete drafts that have been pending for `DRAFT_LIFETIME`."""
        await self._side_effects.delete_files(await self._drafts.delete_old(DRAFT_LIFETIME))

    async def delete_stale_renderings(self) -> None:
        """Delete stored pages of pastes that have changed since."""
        await self._posts.delete_stale_renderings()

    async def delete_pastes_of(self, author: UserId, limit: int) -> int:
        """Remove up to `limit` pastes of an account that is being deleted. Returns how many, 0 at the end."""
        posts = await self._posts.lock_all_of(author, limit)
        for post in posts:
            await self._side_effects.ended(post, EventKind.DELETED)
        await self._remove(posts)
        return len(posts)

    async def delete_data_of(self, author: UserId, chats: Sequence[TelegramId]) -> bool:
        """Delete an author's drafts, preferences, counters and events, after `delete_pastes_of`.

        `chats` are those of the account: what they sent before it existed is deleted too. Return False if
        this is to be called again, because a paste is left, or an event that has to be handled first.
        Raises RedisError.
        """
        await self._side_effects.delete_files(await self._drafts.delete_of_author(author, chats))
        await self._preferences.delete(author)
        await self._limits.forget(author)
        are_handled = await self._outbox.delete_of_author(author)
        return are_handled and not await self._posts.has_any(author)

    async def _remove(self, posts: Sequence[Post]) -> None:
        ids = [post.id for post in posts]
        keys = await self._revisions.content_keys(ids)
        await self._posts.delete(ids)
        await self._side_effects.delete_files([*keys, *(post.original_source for post in posts)])
