"""Takes pastes down and brings them back, for operators."""

from dataclasses import dataclass, replace

from auth.models import UserId
from kernel.growth import Growth
from posts.errors import PostGone, PostNotFound
from posts.models import TAKEDOWN_PERIOD, EventKind, Post, PostId, PostUrl, Visibility
from posts.pastes.repositories import Repositories
from posts.pastes.side_effects import SideEffects


@dataclass(frozen=True, slots=True)
class Moderation:
    """Operators' acts on anybody's paste, in one transaction.

    A paste that is taken down is deleted for everybody, also for its author, but its text stays for 30 days.
    """

    repositories: Repositories
    side_effects: SideEffects

    async def find_any(self, url: PostUrl) -> Post | None:
        """Return the paste at an address, present or former, also one that has ended but is not purged."""
        return await self.repositories.posts.find(url) or await self.repositories.redirects.find(url)

    async def newest_pastes(self, author: UserId, limit: int) -> list[Post]:
        """Return an author's newest pastes, also those that have ended but are not purged."""
        return await self.repositories.posts.newest_of_any_state(author, limit)

    async def growth(self) -> Growth:
        """Return how many pastes there are, and how many are new."""
        return await self.repositories.posts.growth()

    async def total_size(self) -> int:
        """Return the bytes of all pastes' present texts in UTF-8."""
        return await self.repositories.posts.total_size()

    async def takedown_reason(self, post: PostId) -> str | None:
        """Return why a paste was taken down; None if it was not, or is gone."""
        found = await self.repositories.posts.find_any(post)
        return found.takedown_reason if found else None

    async def take_down(self, url: PostUrl, reason: str) -> Post:
        """Take a paste down; its author gets a message with the reason. Raises PostNotFound.

        One that is taken down already gets this reason. Raises PostGone for one that has ended otherwise: a
        restored paste must not be one that its author had deleted.
        """
        post = await self.repositories.posts.lock_any((await self._find(url)).id)
        if post is None or (post.takedown_reason is None and (post.deleted_at or post.has_expired)):
            raise PostGone(url)
        gone = await self.repositories.posts.mark_taken_down(post.id, reason)
        # As at the end of a burnt paste: readers do not learn that a private one was there.
        is_private = post.visibility is Visibility.PRIVATE
        announced = replace(gone, url=PostUrl("")) if is_private else gone
        await self.side_effects.changed(announced, EventKind.TAKEN_DOWN)
        return gone

    async def undo_takedown(self, url: PostUrl) -> Post:
        """Bring back a paste that was taken down.

        Raises PostNotFound, also for any other paste, and PostGone for one that has expired.
        """
        post = await self._find(url)
        if post.has_expired:
            raise PostGone(url)
        back = await self.repositories.posts.unmark_taken_down(post.id, TAKEDOWN_PERIOD)
        if back is None:
            raise PostNotFound(url)
        await self.side_effects.changed(back)
        # The announcement may have been dropped meanwhile (`PostService.keep_announcement`).
        await self.side_effects.published(back)
        return back

    async def _find(self, url: PostUrl) -> Post:
        post = await self.find_any(url)
        if post is None:
            raise PostNotFound(url)
        return post
