"""Drafts that may not be published now: saved with the reason, until their author decides."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from prometheus_client import Counter

from auth.models import TelegramId, User
from posts.credentials import Credential
from posts.drafts.limits import DraftLimits
from posts.drafts.models import DraftStatus, NotPublished, PendingDraft
from posts.drafts.repository import DraftRepository
from posts.errors import DraftNotFound
from posts.models import Draft, DraftId, Origin, Post, PostId, Visibility
from posts.pastes.limits import PublishingLimits
from posts.pastes.side_effects import SideEffects

# How much later than the rest of its text a message may arrive.
LATE_PART_TIMEOUT: Final = timedelta(seconds=15)
_CREDENTIAL_WARNINGS: Final = Counter(
    "postebin_credential_warnings", "Texts that were saved instead of published, for a credential in them"
)


@dataclass(frozen=True, slots=True)
class DraftService:
    """Saves, finds and deletes pending drafts. `owner` is the chat that sent a draft."""

    repository: DraftRepository
    limits: DraftLimits
    publishing_limits: PublishingLimits
    side_effects: SideEffects

    async def save_if_refused(
        self,
        author: User,
        owner: TelegramId,
        draft: Draft,
        post: Post | None = None,
        *,
        is_public: bool,
        pending: PendingDraft | None = None,
    ) -> NotPublished | None:
        """Save a draft as pending if it has credentials and `is_public`, or is over a limit.

        Otherwise count it toward the limits and return None: it may be published now. `post` is the paste
        whose next text it is. `pending` is what the draft is stored as already; a confirmed one is not saved
        again for its credentials. Raises TooMuchPending.
        """
        is_confirmed = pending is not None and pending.is_confirmed
        post_id = post.id if post else None
        # If the paste is gone by then, the draft becomes a new paste that is no more public than it was.
        draft = replace(draft, visibility=_visibility_without_post(post)) if post else draft
        found = _credentials_of(draft) if is_public and not is_confirmed else ()
        if found:
            _CREDENTIAL_WARNINGS.inc()
            status = DraftStatus.CREDENTIAL_WARNING
            saved = await self._save(author, owner, draft, status, post_id, pending)
            return NotPublished(saved, draft.title, credentials=found, revises=post)
        if limit := await self.publishing_limits.count(author.id, draft.sent_size):
            saved = await self._save(author, owner, draft, DraftStatus.OVER_LIMIT, post_id, pending)
            return NotPublished(saved, draft.title, limit, revises=post)
        return None

    async def find_draft(self, owner: TelegramId, draft: DraftId) -> PendingDraft:
        """Raises DraftNotFound."""
        return _existing(await self.repository.find(owner, draft))

    async def lock_draft(self, owner: TelegramId, pending: PendingDraft) -> PendingDraft:
        """Lock a draft, so that a second press of a button waits for the first, and return it as it is now.

        Raises DraftNotFound.
        """
        is_unchanged = await self.repository.lock_unchanged(owner, pending)
        return pending if is_unchanged else _existing(await self.repository.lock(owner, pending.id))

    async def take(self, owner: TelegramId, draft: DraftId) -> PendingDraft:
        """Delete a draft and return it. Raises DraftNotFound."""
        taken = _existing(await self.repository.take(owner, draft))
        await self.side_effects.delete_files(taken.files)
        return taken

    async def delete_draft(self, owner: TelegramId, draft: DraftId) -> None:
        """Raises DraftNotFound."""
        files = await self.repository.delete(owner, draft)
        if not files:
            raise DraftNotFound
        await self.side_effects.delete_files(files)

    async def draft_of_message(self, message: Origin) -> PendingDraft | None:
        """Return the pending draft that this message is the text of, or a part of it."""
        return await self.repository.from_message(message)

    async def pending_messages(self, chat: Origin) -> set[int]:
        """Return the ids of a chat's messages that are part of a pending draft."""
        return await self.repository.pending_messages(chat)

    async def replace(self, pending: PendingDraft, draft: Draft) -> None:
        """Store another text in the place of a pending draft. A confirmation of the old text is void."""
        await self.repository.replace(replace(pending, is_confirmed=False), draft)
        await self.side_effects.delete_files(pending.files)

    async def lengthen(self, pending: PendingDraft, draft: Draft) -> NotPublished | None:
        """Store `draft`, a pending draft with its late part.

        Return the new credential warning; None if the draft is pending for a limit only.
        """
        await self.replace(pending, draft)
        if pending.status is not DraftStatus.CREDENTIAL_WARNING:
            return None
        return NotPublished(pending.id, draft.title, credentials=_credentials_of(draft))

    async def _save(
        self,
        author: User,
        owner: TelegramId,
        draft: Draft,
        status: DraftStatus,
        post: PostId | None,
        pending: PendingDraft | None,
    ) -> DraftId:
        """Save a draft; a pending one keeps its id, which the buttons of its card carry."""
        if pending is None:
            await self.limits.count_bytes(owner, draft.sent_size)
            return await self.repository.save(owner, draft, status, post, author.id)
        await self.repository.replace(replace(pending, status=status, post=post), draft)
        await self.side_effects.delete_files(pending.files)
        return pending.id


def _existing(pending: PendingDraft | None) -> PendingDraft:
    if pending is None:
        raise DraftNotFound
    return pending


def _credentials_of(draft: Draft) -> tuple[Credential, ...]:
    if draft.findings is None:
        raise AssertionError("this draft was not searched for credentials")
    return draft.findings.text


def _visibility_without_post(post: Post) -> Visibility:
    # A paste to be read once has a single reader, like a private one.
    return Visibility.PRIVATE if post.burn_after_read else post.visibility
