"""Late parts: a message that arrives after the rest of its text was published or saved is added to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from auth.models import TelegramId, User
from posts.analysis.preparation import Preparation
from posts.drafts.models import Outcome, PendingDraft
from posts.drafts.publishing import Publishing
from posts.drafts.service import LATE_PART_TIMEOUT
from posts.models import Draft, Origin, Part, Post
from posts.pastes.editing import Editing
from posts.pastes.message_parts import PartRepository
from posts.pastes.service import PostService
from posts.texts.cuts import are_one_text
from posts.titles import is_derived_title


@dataclass(frozen=True, slots=True)
class LatePart:
    """A late part of a paste: `known` are the messages of the paste, `added` is the late part alone, `draft`
    the whole text."""

    post: Post
    known: Sequence[Part]
    draft: Draft
    added: Draft


@dataclass(frozen=True, slots=True)
class LatePartOfDraft:
    """A late part of a pending draft: `added` is the late part alone, `draft` the whole text."""

    pending: PendingDraft
    draft: Draft
    added: Draft


@dataclass(frozen=True, slots=True)
class LateParts:
    posts: PostService
    publishing: Publishing
    editing: Editing
    parts: PartRepository
    preparation: Preparation

    async def find(self, author: User, draft: Draft) -> LatePart | None:
        """Return the paste that a draft's messages belong to, or None."""
        if draft.origin is None or not draft.parts:
            return None
        for post in await self.parts.recent_in(draft.origin, LATE_PART_TIMEOUT):
            parts = await self.parts.of(post.id)
            is_open = post.created_by == author.id and not post.has_expired
            if not is_open or not are_one_text(parts, draft.parts):
                continue
            known = await self._draft_of(post, draft.origin, parts)
            if joined := await self._joined(known, draft):
                is_chosen = not is_derived_title(post.title, known.text)
                joined = replace(joined, title=post.title) if is_chosen else joined
                return LatePart(post, parts, await self.publishing.prepare(joined), draft)
        return None

    async def find_for_draft(self, owner: TelegramId, draft: Draft) -> LatePartOfDraft | None:
        """Return the pending draft that a draft's messages belong to, or None."""
        if draft.origin is None or not draft.parts:
            return None
        for pending in await self.publishing.recent_drafts(owner, draft.origin):
            known = pending.draft
            if joined := await self._joined(known, draft):
                is_chosen = pending.post or not is_derived_title(known.title, known.text)
                joined = replace(joined, title=known.title) if is_chosen else joined
                return LatePartOfDraft(pending, await self.publishing.prepare(joined), draft)
        return None

    async def attach_to_draft(self, author: User, owner: TelegramId, late: LatePartOfDraft) -> Outcome | None:
        """Add a late part to its pending draft. None if its author need not be told.

        The late part becomes a paste of its own if the draft was changed since `late` was found.
        """
        if not await self.publishing.lock_unchanged_draft(owner, late.pending):
            found = await self.find_for_draft(owner, late.added)
            if found is None:
                return await self.publishing.submit(author, owner, late.added)
            late = found
        return await self.publishing.lengthen_draft(late.pending, late.draft)

    async def attach(self, author: User, owner: TelegramId, late: LatePart) -> Outcome:
        """Add a late part to its paste, and derive title and language again: it may be the beginning.

        The late part becomes a paste of its own if the paste was changed since `late` was found.
        """
        if not await self.editing.lock_unchanged(author, late.post):
            found = await self.find(author, late.added)
            if found is None:
                return await self.publishing.submit(author, owner, late.added)
            late = found
        outcome = await self.publishing.revise(author, owner, late.post, late.draft)
        if not isinstance(outcome, Post):
            return outcome
        if late.draft.language != outcome.language:
            outcome = await self.editing.set_language(author, outcome.id, late.draft.language)
        return await self.editing.retitle(author, outcome, late.draft.title)

    async def with_changed_part(self, post: Post, message: Origin, text: str) -> Draft | None:
        """Return the paste's text with another text of one message; see `cuts.with_changed_part`."""
        draft = await self._draft_of(post, message, await self.parts.of(post.id))
        return await self.preparation.analyst.with_changed_part(draft, message.message_id, text)

    async def was_whole_text(self, message: Origin) -> bool:
        """Tell whether this message alone was the text of a paste, also of one that was edited since."""
        return await self.parts.whole_text_sha256(message) is not None

    async def is_unedited(self, draft: Draft) -> bool:
        """Tell whether the draft's only message still has the text that a paste was made of."""
        known = await self.parts.whole_text_sha256(draft.origin) if draft.origin else None
        return known == sha256(draft.text.encode()).hexdigest()

    async def _joined(self, known: Draft, draft: Draft) -> Draft | None:
        await self.preparation.contents.release_connection()
        return await self.preparation.analyst.join(known, draft)

    async def _draft_of(self, post: Post, chat: Origin, parts: list[Part]) -> Draft:
        """Return a paste as the draft that its messages would make now."""
        text = (await self.posts.content(post)).decode()
        first = replace(chat, message_id=parts[0].message_id)
        return Draft(post.title, text, post.language, first, post.format, parts=tuple(parts))
