"""What passes a limit or holds a credential is held back, and waits for its author."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from auth.models import TelegramId, User
from posts.credentials import Credential
from posts.drafts.models import DraftStatus, PendingDraft
from posts.drafts.repository import DraftRepository
from posts.errors import DraftNotFound
from posts.models import Draft, DraftId, Origin, Post, PostId, Visibility
from posts.pastes.limits import LimitReached, PublishingLimits, size_as_sent
from posts.pastes.side_effects import SideEffects

# How much later than the others a part of a text may arrive.
_LATE: Final = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class NotPublished:
    """A draft that waits for its author, for one of the two; `revises` is whose next text it would be."""

    id: DraftId
    title: str
    limit: LimitReached | None = None
    credentials: tuple[Credential, ...] = ()
    revises: Post | None = None


@dataclass(frozen=True, slots=True)
class DraftService:
    kept: DraftRepository
    limits: PublishingLimits
    consequences: SideEffects

    async def hold(
        self,
        author: User,
        owner: TelegramId,
        draft: Draft,
        post: Post | None = None,
        *,
        is_public: bool,
        again: PendingDraft | None = None,
    ) -> NotPublished | None:
        """None for what may go out: it counts from now on. `again`: as what it waits already."""
        is_sure = again is not None and again.is_sure
        revised = post.id if post else None
        # Should the paste be gone by then, it becomes a new one, for no more eyes than before.
        draft = replace(draft, visibility=_as_shown(post)) if post else draft
        found = _found(draft) if is_public and not is_sure else ()
        if found:
            kept = await self._keep(author, owner, draft, DraftStatus.CREDENTIAL_WARNING, revised, again)
            return NotPublished(kept, draft.title, credentials=found, revises=post)
        if limit := await self.limits.take(author.id, size_as_sent(draft)):
            kept = await self._keep(author, owner, draft, DraftStatus.OVER_LIMIT, revised, again)
            return NotPublished(kept, draft.title, limit, revises=post)
        return None

    async def look(self, owner: TelegramId, draft: DraftId) -> PendingDraft:
        """It goes on waiting. Raises DraftNotFound."""
        kept = await self.kept.look(owner, draft)
        if kept is None:
            raise DraftNotFound
        return kept

    async def find(self, owner: TelegramId, draft: DraftId) -> PendingDraft:
        """It goes on waiting; locked, so that a second press waits for what became of the first.

        Raises DraftNotFound.
        """
        kept = await self.kept.find(owner, draft)
        if kept is None:
            raise DraftNotFound
        return kept

    async def take(self, owner: TelegramId, draft: DraftId) -> PendingDraft:
        """To be published. Raises DraftNotFound."""
        kept = await self.kept.take(owner, draft)
        if kept is None:
            raise DraftNotFound
        self.consequences.discard(kept.files)
        return kept

    async def delete_draft(self, owner: TelegramId, draft: DraftId) -> None:
        """It waits no more, and nobody reads it. Raises DraftNotFound."""
        files = await self.kept.drop(owner, draft)
        if not files:
            raise DraftNotFound
        self.consequences.discard(files)

    async def lately_in(self, owner: TelegramId, chat: Origin) -> list[PendingDraft]:
        """What has just come in this chat and was held back, the latest first."""
        return await self.kept.lately_of(owner, chat, _LATE)

    async def lengthen(self, kept: PendingDraft, draft: Draft) -> NotPublished | None:
        """What came late waits with the rest, under the same buttons; None where nothing is new to tell."""
        await self.kept.rewrite(replace(kept, is_sure=False), draft)
        self.consequences.discard(kept.files)
        if kept.reason is not DraftStatus.CREDENTIAL_WARNING:
            return None
        return NotPublished(kept.id, draft.title, credentials=_found(draft))

    async def _keep(
        self,
        author: User,
        owner: TelegramId,
        draft: Draft,
        reason: DraftStatus,
        revised: PostId | None,
        again: PendingDraft | None,
    ) -> DraftId:
        """Under the id that the buttons of its card know."""
        if again is None:
            await self.limits.count_pending(owner, size_as_sent(draft))
            return await self.kept.keep(owner, draft, reason, revised, author.id)
        await self.kept.rewrite(replace(again, reason=reason, post=revised), draft)
        self.consequences.discard(again.files)
        return again.id


def _found(draft: Draft) -> tuple[Credential, ...]:
    if draft.findings is None:
        raise AssertionError("nobody has looked for credentials in this draft")
    return draft.findings.text


def _as_shown(post: Post) -> Visibility:
    """What is read once is for one reader."""
    return Visibility.PRIVATE if post.burn_after_read else post.visibility
