"""All that a person has here, for whoever wants to take it along."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth.models import TelegramId, UserId
from posts.drafts.models import PendingDraft, PendingEntry
from posts.drafts.repository import DraftRepository
from posts.models import Post, PostId, PostUrl, Revision, Terms
from posts.pastes.limits import LimitReached, PublishingLimits, size_as_sent
from posts.pastes.repositories import Repositories


@dataclass(frozen=True, slots=True)
class PasteWithHistory:
    """A paste with all its texts, the oldest first, and the addresses that lead to it from before."""

    post: Post
    revisions: list[Revision]
    old_addresses: list[PostUrl]


@dataclass(frozen=True, slots=True)
class PersonalData:
    rows: Repositories
    kept: DraftRepository
    limits: PublishingLimits

    async def list_pastes(self, author: UserId, after: PostId, limit: int) -> list[PasteWithHistory]:
        """The oldest behind `after`: what is there for its author, and neither deleted nor expired."""
        posts = await self.rows.posts.oldest(author, after, limit)
        ids = [post.id for post in posts]
        revisions = await self.rows.revisions.all_of(ids)
        addresses = await self.rows.redirects.all_to(ids)
        return [PasteWithHistory(post, revisions[post.id], addresses[post.id]) for post in posts]

    async def list_drafts(self, author: UserId, chats: Sequence[TelegramId]) -> list[PendingEntry]:
        """What is no paste yet: the author's, and what these chats sent when they were nobody's."""
        return await self.kept.waiting(author, chats)

    async def list_pending(self, author: UserId, chat: TelegramId) -> list[PendingEntry]:
        """What was held back in this chat, because of a limit or a credential, and waits for its author."""
        return await self.kept.list_pending(author, chat)

    async def limit_of(self, author: UserId, kept: PendingDraft) -> LimitReached | None:
        """The limit that would hold it back now; None where there is room."""
        return await self.limits.would_pass(author, size_as_sent(kept.draft))

    async def default_terms(self, author: UserId) -> Terms:
        return await self.rows.preferences.of(author)
