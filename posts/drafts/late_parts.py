"""Late parts: a message that arrives up to 15 s after the rest of its text was published or saved as pending.

The bot calls `find` and `find_for_draft` before it publishes a new text from a chat, and then attaches
what they find.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from auth.models import TelegramId, User
from posts.analysis.preparation import Preparation
from posts.drafts.models import Outcome, PendingDraft
from posts.drafts.publishing import Publishing
from posts.drafts.service import LATE_PART_TIMEOUT, DraftService
from posts.models import Draft, Origin, Part, Post
from posts.pastes.editing import Editing
from posts.pastes.message_parts import PartRepository
from posts.pastes.service import PostService
from posts.texts.cuts import are_one_text
from posts.titles import is_derived_title


@dataclass(frozen=True, slots=True)
class LatePartOfPaste:
    """A late part that belongs to `post`, which came in `parts`. `whole` is the text with the late part."""

    post: Post
    parts: Sequence[Part]
    late_part: Draft
    whole: Draft


@dataclass(frozen=True, slots=True)
class LatePartOfDraft:
    """A late part that belongs to a pending draft. `whole` is the draft with the late part."""

    pending: PendingDraft
    late_part: Draft
    whole: Draft


@dataclass(frozen=True, slots=True)
class LateParts:
    """Finds the text that a late part belongs to and adds it; also compares an edited message with its paste.

    `owner` is the chat that sent the message.
    """

    posts: PostService
    publishing: Publishing
    editing: Editing
    drafts: DraftService
    parts: PartRepository
    preparation: Preparation

    async def find(self, author: User, late_part: Draft) -> LatePartOfPaste | None:
        """Return the author's paste that the messages of `late_part` belong to, or None.

        None also for a file, and for a paste that was not changed within the last 15 s.
        """
        if late_part.origin is None or not late_part.parts:
            return None
        for post in await self.parts.recent_in(late_part.origin, LATE_PART_TIMEOUT):
            parts = await self.parts.of(post.id)
            is_open = post.created_by == author.id and not post.has_expired
            if not is_open or not are_one_text(parts, late_part.parts):
                continue
            known = await self._draft_of(post, late_part.origin, parts)
            if whole := await self._join(known, late_part):
                is_chosen = not is_derived_title(post.title, known.text)
                whole = replace(whole, title=post.title) if is_chosen else whole
                return LatePartOfPaste(post, parts, late_part, await self.publishing.prepare(whole))
        return None

    async def find_for_draft(self, owner: TelegramId, late_part: Draft) -> LatePartOfDraft | None:
        """Return the pending draft that the messages of `late_part` belong to, or None.

        Looks at drafts over a limit or with credentials that were saved within the last 15 s.
        """
        if late_part.origin is None or not late_part.parts:
            return None
        for pending in await self.drafts.repository.recent_in(owner, late_part.origin, LATE_PART_TIMEOUT):
            known = pending.draft
            if whole := await self._join(known, late_part):
                is_chosen = pending.post or not is_derived_title(known.title, known.text)
                whole = replace(whole, title=known.title) if is_chosen else whole
                return LatePartOfDraft(pending, late_part, await self.publishing.prepare(whole))
        return None

    async def attach_to_draft(self, author: User, owner: TelegramId, late: LatePartOfDraft) -> Outcome | None:
        """Add a late part to its pending draft.

        Return the new credential warning; None if the draft is over a limit, which its author knows. If the
        draft was changed after `late` was found, look again for the draft that it belongs to, and if there is
        none, submit the late part as a paste of its own.
        """
        if not await self.drafts.repository.lock_unchanged(owner, late.pending):
            found = await self.find_for_draft(owner, late.late_part)
            if found is None:
                return await self.publishing.submit(author, owner, late.late_part)
            late = found
        return await self.drafts.lengthen(late.pending, late.whole)

    async def attach(self, author: User, owner: TelegramId, late: LatePartOfPaste) -> Outcome:
        """Add a late part to its paste as a revision, or save the whole text as pending.

        Title, address and language may change, for the late part may be the beginning; a title that the
        author has chosen stays. If the paste got another text after `late` was found, look again for the
        paste that it belongs to, and if there is none, submit the late part as a paste of its own.
        """
        if not await self.editing.lock_unchanged(author, late.post):
            found = await self.find(author, late.late_part)
            if found is None:
                return await self.publishing.submit(author, owner, late.late_part)
            late = found
        outcome = await self.publishing.revise(author, owner, late.post, late.whole)
        if not isinstance(outcome, Post):
            return outcome
        if late.whole.language != outcome.language:
            outcome = await self.editing.set_language(author, outcome.id, late.whole.language)
        return await self.editing.retitle(author, outcome, late.whole.title)

    async def with_changed_part(self, post: Post, message: Origin, text: str) -> Draft | None:
        """Return the paste's text as a draft, with `text` in the place of what `message` had.

        None if the message is no part of it, the text is not made of its messages' texts any more, or out of
        budget.
        """
        draft = await self._draft_of(post, message, await self.parts.of(post.id))
        return await self.preparation.analyst.with_changed_part(draft, message.message_id, text)

    async def was_whole_text(self, message: Origin) -> bool:
        """Tell whether this message alone was once the text of a paste, which may have another text now."""
        return await self.parts.whole_text_sha256(message) is not None

    async def is_unedited(self, draft: Draft) -> bool:
        """Tell whether a draft of one message has the text of that message of which a paste was made.

        False if the message never was the whole text of a paste.
        """
        known = await self.parts.whole_text_sha256(draft.origin) if draft.origin else None
        return known == sha256(draft.text.encode()).hexdigest()

    async def _join(self, known: Draft, draft: Draft) -> Draft | None:
        await self.preparation.contents.release_connection()
        return await self.preparation.analyst.join(known, draft)

    async def _draft_of(self, post: Post, chat: Origin, parts: list[Part]) -> Draft:
        """Return a paste as the draft that its messages would make now."""
        text = (await self.posts.content(post)).decode()
        first = replace(chat, message_id=parts[0].message_id)
        return Draft(post.title, text, post.language, first, post.format, parts=tuple(parts))
