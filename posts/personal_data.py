"""Reads what is stored of one person, for exports and for the bot's list of pending drafts."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth.models import TelegramId, UserId
from posts.drafts.models import PendingDraft, PendingEntry
from posts.drafts.repository import DraftRepository
from posts.limits import LimitReached
from posts.models import Post, PostId, PostUrl, Revision, Terms
from posts.pastes.limits import PublishingLimits
from posts.pastes.repositories import Repositories


@dataclass(frozen=True, slots=True)
class PasteWithHistory:
    """A paste with all its revisions, the oldest first, and the old addresses that lead to it."""

    post: Post
    revisions: list[Revision]
    old_addresses: list[PostUrl]


@dataclass(frozen=True, slots=True)
class PersonalData:
    repositories: Repositories
    drafts: DraftRepository
    limits: PublishingLimits

    async def list_pastes(self, author: UserId, after: PostId, limit: int) -> list[PasteWithHistory]:
        """Return the author's pastes after this one, the oldest first, without deleted and expired ones."""
        posts = await self.repositories.posts.oldest(author, after, limit)
        ids = [post.id for post in posts]
        revisions = await self.repositories.revisions.all_of(ids)
        addresses = await self.repositories.redirects.all_to(ids)
        return [PasteWithHistory(post, revisions[post.id], addresses[post.id]) for post in posts]

    async def list_drafts(self, author: UserId, chats: Sequence[TelegramId]) -> list[PendingEntry]:
        """Return the author's pending drafts, and those that these chats sent without an account."""
        return await self.drafts.list_of_author(author, chats)

    async def list_pending(self, author: UserId, chat: TelegramId) -> list[PendingEntry]:
        """Return the drafts of this chat that are over a limit or have credentials in them."""
        return await self.drafts.list_undecided(author, chat)

    async def limit_of(self, author: UserId, pending: PendingDraft) -> LimitReached | None:
        """Return the limit that a draft would pass if it were published now, or None."""
        return await self.limits.find_reached(author, pending.draft.sent_size)

    async def default_terms(self, author: UserId) -> Terms:
        """Return the terms of an author's new pastes."""
        return await self.repositories.preferences.of(author)
