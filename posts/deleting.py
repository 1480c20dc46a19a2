"""The ends of pastes: deleted (and brought back), expired, burned, and gone with their author."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from types import MappingProxyType
from typing import Final

from auth.models import TelegramId, User, UserId
from kernel.storage import ContentKey, Storage
from posts.drafts.models import KEPT_FOR
from posts.drafts.repository import DraftRepository
from posts.errors import PostBurned, PostExpired, TooLateToUndo
from posts.models import EventKind, Post, PostId, PostUrl, Visibility
from posts.pastes.endings import UNDO
from posts.pastes.limits import PublishingLimits
from posts.pastes.repositories import Repositories
from posts.pastes.service import PostService
from posts.pastes.side_effects import SideEffects

_ORPHANS_AT_ONCE: Final = 10_000  # keys in memory; the next sweep goes on
_NOTHING_READ: Final = MappingProxyType[ContentKey, bytes]({})


@dataclass(frozen=True, slots=True)
class OrphanSweep:
    """Counts of the files that are old enough, and of those of them that nothing needs.

    `keys`: of the first 10,000 `orphans`; all of these are deleted, or none where the sweep is refused.
    """

    files: int
    orphans: int
    keys: Sequence[ContentKey]

    @property
    def is_refused(self) -> bool:
        """Whether more than a hundredth of the files are orphans."""
        return self.orphans * 100 > self.files


class Deleting:
    def __init__(
        self,
        service: PostService,
        rows: Repositories,
        kept: DraftRepository,
        storage: Storage,
        limits: PublishingLimits,
        consequences: SideEffects,
    ) -> None:
        self._service = service
        self._posts = rows.posts
        self._revisions = rows.revisions
        self._kept = kept
        self._preferences = rows.preferences
        self._outbox = rows.outbox
        self._storage = storage
        self._limits = limits
        self._consequences = consequences

    async def delete(self, author: User, post: PostId) -> Post:
        """Nobody reads it from now on; for ten minutes its author can bring it back. What is deleted already
        stays so. Raises PostNotFound."""
        gone = await self._posts.bin(author.id, post)
        if gone is None:
            known = await self._posts.made_by(author.id, post)
            if known and known.deleted_at:
                return known
            raise await self._service.ending_of(author, post)
        await self._consequences.ended(gone, EventKind.DELETED)
        return gone

    async def undelete(self, author: User, post: PostId) -> Post:
        """Raises TooLateToUndo, unless it is there already; PostExpired where its time is over meanwhile."""
        back = await self._posts.unbin(author.id, post, UNDO)
        if back is None:
            there = await self._posts.get(post)
            if there and there.created_by == author.id:
                return there
            raise TooLateToUndo
        if back.has_expired:
            raise PostExpired(back.url)
        await self._consequences.changed(back)
        # Followers were to be told while it was away, maybe.
        await self._consequences.published(back)
        return back

    async def burn(
        self,
        url: PostUrl,
        reader: UserId | None,
        already_read: Mapping[ContentKey, bytes] = _NOTHING_READ,
    ) -> tuple[Post, bytes]:
        """A reading, and the last one of what is to be read once. Of two at once one wins.

        `already_read`: contents from before this transaction, which need not be waited for in it.
        Raises what `open` raises; PostBurned for the other one.
        """
        post = await self._service.open(url, reader)
        if post.burn_after_read:
            await self._burn(post)
        known = already_read.get(post.content_source)
        return post, await self._service.content(post) if known is None else known

    async def _burn(self, post: Post) -> None:
        keys = await self._revisions.content_keys([post.id])
        # Before the text is read: who loses waits here for the winner's commit, whose files are gone then.
        if not await self._posts.burn(post.id):
            raise PostBurned(post.url)
        # Its author is told; who asks for the address of a private one hears of nothing.
        is_secret = post.visibility is Visibility.PRIVATE
        told = replace(post, url=PostUrl("")) if is_secret else post
        await self._consequences.changed(told, EventKind.BURNED)
        self._consequences.discard([*keys, post.original_source])

    async def purge(self, limit: int) -> int:
        """Removes what has expired or was deleted long enough ago, with its files; returns how many."""
        over = await self._posts.over(UNDO, limit)
        for post in over:
            if post.deleted_at is None:
                await self._consequences.ended(post, EventKind.EXPIRED)
        await self._remove(over)
        return len(over)

    async def drop_old_drafts(self) -> None:
        """What nobody came back for in a month."""
        self._consequences.discard(await self._kept.drop_old(KEPT_FOR))

    async def remove_some_of(self, author: UserId, limit: int) -> int:
        """Of somebody who leaves; returns how many pastes were removed, 0 when none is left."""
        some = await self._posts.all_of(author, limit)
        for post in some:
            await self._consequences.ended(post, EventKind.DELETED)
        await self._remove(some)
        return len(some)

    async def forget_author(self, author: UserId, chats: Sequence[TelegramId]) -> bool:
        """All else of somebody whose pastes are removed; False while one is left, or caches must hear of one.

        Raises RedisError.
        """
        self._consequences.discard(await self._kept.drop_all(author, chats))
        await self._preferences.forget(author)
        await self._limits.forget(author)
        nothing_happens = await self._outbox.forget(author)
        return nothing_happens and not await self._posts.has_any(author)

    async def sweep_orphans(self, age: timedelta) -> OrphanSweep:
        """Delete files of at least this age that nothing needs, left by a crash.

        Nothing is deleted where they are more than a hundredth of these files, as they are where the database
        knows none: a crash leaves few, but to the database of another installation, or an empty one, all
        files are orphans. There is no allowance for a few files, because all that another installation has
        may be a few. So of less than a hundred files none is ever deleted.
        """
        files, orphans, found = 0, 0, list[ContentKey]()
        async for keys in self._storage.keys_older_than(age):
            unknown = set(keys) - await self._files_in_use(keys)
            files += len(keys)
            orphans += len(unknown)
            found += islice(unknown, _ORPHANS_AT_ONCE - len(found))
        sweep = OrphanSweep(files, orphans, found)
        if not sweep.is_refused:
            for key in found:
                await self._storage.delete(key)
        return sweep

    async def _files_in_use(self, keys: Sequence[ContentKey]) -> set[str]:
        revisions = await self._revisions.files_in_use(keys)
        return revisions | await self._posts.originals_in_use(keys) | await self._kept.files_in_use(keys)

    async def _remove(self, posts: Sequence[Post]) -> None:
        ids = [post.id for post in posts]
        keys = await self._revisions.content_keys(ids)
        await self._posts.remove(ids)
        self._consequences.discard([*keys, *(post.original_source for post in posts)])
