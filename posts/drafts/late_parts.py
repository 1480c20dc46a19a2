"""Late parts: a text that was published while a part of it was still on its way gets that part too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Final

from auth.models import TelegramId, User
from posts.analysis.preparation import Preparation
from posts.drafts.models import PendingDraft
from posts.drafts.publishing import Outcome, Publishing
from posts.models import Draft, Origin, Part, Post
from posts.pastes.editing import Editing
from posts.pastes.message_parts import PartRepository
from posts.pastes.service import PostService
from posts.texts.cuts import are_one_text
from posts.titles import is_found

# How much later than the others a part may arrive.
_LATE: Final = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class LatePart:
    """What a paste is to become with the messages that came late; `known` are those that it was made of, and
    `added` is what came late."""

    post: Post
    known: Sequence[Part]
    draft: Draft
    added: Draft


@dataclass(frozen=True, slots=True)
class LatePartOfDraft:
    """What is held, and what it is to become with `added`, which came late."""

    kept: PendingDraft
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
        """The paste that a draft's messages belong to; None where there is none."""
        if draft.origin is None or not draft.parts:
            return None
        for post in await self.parts.lately_in(draft.origin, _LATE):
            parts = await self.parts.of(post.id)
            is_open = post.created_by == author.id and not post.has_expired
            if not is_open or not are_one_text(parts, draft.parts):
                continue
            known = await self._draft_of(post, draft.origin, parts)
            if both := await self._whole(known, draft):
                is_chosen = not is_found(post.title, known.text)
                both = replace(both, title=post.title) if is_chosen else both
                return LatePart(post, parts, await self.publishing.prepare(both), draft)
        return None

    async def find_for_draft(self, owner: TelegramId, draft: Draft) -> LatePartOfDraft | None:
        """What is held that a draft's messages belong to; None where there is nothing."""
        if draft.origin is None or not draft.parts:
            return None
        for kept in await self.publishing.recent_drafts(owner, draft.origin):
            if both := await self._whole(kept.draft, draft):
                is_chosen = kept.post or not is_found(kept.draft.title, kept.draft.text)
                both = replace(both, title=kept.draft.title) if is_chosen else both
                return LatePartOfDraft(kept, await self.publishing.prepare(both), draft)
        return None

    async def join_draft(self, author: User, owner: TelegramId, late: LatePartOfDraft) -> Outcome | None:
        """Under the same buttons; None where there is nothing new to tell.

        Where the text has become another meanwhile, what came late is a paste of its own.
        """
        if not await self.publishing.is_unchanged(owner, late.kept):
            found = await self.find_for_draft(owner, late.added)
            if found is None:
                return await self.publishing.submit(author, owner, late.added)
            late = found
        return await self.publishing.lengthen(late.kept, late.draft)

    async def join(self, author: User, owner: TelegramId, late: LatePart) -> Outcome:
        """Title and language are found anew: what came late may be the beginning.

        Where the text has become another meanwhile, what came late is a paste of its own.
        """
        if not await self.editing.is_still(author, late.post):
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

    async def with_part(self, post: Post, message: Origin, said: str) -> Draft | None:
        """See `posts.texts.cuts.with_part`."""
        draft = await self._draft_of(post, message, await self.parts.of(post.id))
        return await self.preparation.analyst.with_part(draft, message.message_id, said)

    async def was_alone(self, message: Origin) -> bool:
        """Whether a whole text of a paste came in this message, also one that was replaced since."""
        return await self.parts.said_alone(message) is not None

    async def says_the_same(self, draft: Draft) -> bool:
        """Whether the one message of this draft says what it said when a paste followed it last."""
        said = await self.parts.said_alone(draft.origin) if draft.origin else None
        return said == sha256(draft.text.encode()).hexdigest()

    async def _whole(self, known: Draft, draft: Draft) -> Draft | None:
        await self.preparation.contents.release_connection()
        return await self.preparation.analyst.whole(known, draft)

    async def _draft_of(self, post: Post, chat: Origin, parts: list[Part]) -> Draft:
        """As if it were sent now."""
        text = (await self.posts.content(post)).decode()
        first = replace(chat, message_id=parts[0].message_id)
        return Draft(post.title, text, post.language, first, post.format, parts=tuple(parts))
