"""Publishing with care: what passes a limit or holds a credential is kept, and its author decides."""

import asyncio
from dataclasses import dataclass, replace

import structlog

from auth.models import TelegramId, User
from posts.consequences import Consequences
from posts.credentials import Credential, find_credentials
from posts.cuts import put_together
from posts.editing import Editing, is_said
from posts.errors import DraftNotFound
from posts.kept import KeptDrafts
from posts.kept_rows import Kept, Reason
from posts.limits import LimitReached, PublishingLimits
from posts.models import Draft, DraftId, Origin, Post, Terms, Visibility
from posts.preferences import Preferences
from posts.service import PostService
from posts.titles import date_title


@dataclass(frozen=True, slots=True)
class Held:
    """A draft that waits for its author, for one of the two; `revises` is whose next text it would be."""

    id: DraftId
    title: str
    limit: LimitReached | None = None
    credentials: tuple[Credential, ...] = ()
    revises: Post | None = None


Outcome = Post | Held
_log = structlog.get_logger(__name__)


class Publishing:
    def __init__(
        self,
        posts: PostService,
        editing: Editing,
        kept: KeptDrafts,
        preferences: Preferences,
        limits: PublishingLimits,
        consequences: Consequences,
    ) -> None:
        self._posts = posts
        self._editing = editing
        self._kept = kept
        self._preferences = preferences
        self._limits = limits
        self._consequences = consequences

    async def submit(self, author: User, owner: TelegramId, draft: Draft) -> Outcome:
        """A new paste by the author's preferences, or what is held for the `owner`'s decision.

        Raises PostTooLarge.
        """
        if draft.origin and (known := await self._posts.from_message(draft.origin)):
            if known.created_by == author.id and not known.deleted_at and not known.has_expired:
                return known
            # In a group, somebody else has published the same message, or it is wanted anew.
            draft = replace(draft, origin=None, parts=())
        terms = await self._preferences.of(author.id)
        terms = replace(terms, visibility=draft.visibility or terms.visibility)
        # A title is on lists and in the address, also of what only some may read.
        title = date_title() if await _credentials_in(draft.title) else draft.title
        draft = replace(draft, title=self._limits.fitted(title))
        held = await self._held(author, owner, draft, is_public=terms.is_listed)
        return held or await self._posts.publish(author, draft, terms)

    async def revise(self, author: User, owner: TelegramId, post: Post, draft: Draft) -> Outcome:
        """The draft's text as the next revision, or what is held. Raises PostTooLarge or PostNotFound."""
        now = await self._posts.own(author, post.id)
        if is_said(now, draft):
            return now
        held = await self._held(author, owner, draft, now, is_public=now.is_listed)
        return held or await self._editing.revise(author, post.id, draft)

    async def release(
        self, author: User, owner: TelegramId, draft: DraftId, visibility: Visibility | None = None
    ) -> Outcome:
        """Publishes what was held: as its author has decided, or once more if it was for a limit.

        Raises DraftNotFound, or PostNotFound where the paste to be revised is gone.
        """
        kept = await self._taken(owner, draft)
        if visibility is None or kept.reason is not Reason.WARNING:
            return await self._once_more(author, owner, kept)
        if kept.post is not None:
            if visibility is not Visibility.PUBLIC:
                await self._editing.set_visibility(author, kept.post, visibility)
            return await self._editing.revise(author, kept.post, kept.draft)
        terms = await self._preferences.of(author.id)
        return await self._posts.publish(author, kept.draft, replace(terms, visibility=visibility))

    async def drop(self, owner: TelegramId, draft: DraftId) -> None:
        """Raises DraftNotFound."""
        await self._taken(owner, draft)

    async def keep_for_stranger(self, owner: TelegramId, draft: Draft) -> None:
        """Until there is an account to publish it for. Raises PostTooLarge or TooManyKept."""
        self._limits.check_size(len(draft.text.encode()))
        self._limits.check_kept(await self._kept.count_others(owner, Reason.STRANGER, draft.origin))
        await self._kept.keep(owner, draft, Reason.STRANGER)

    async def settle_kept(self, owner: TelegramId) -> None:
        """To be called after keeping: only then it is certain whether this chat still has no account.

        Who makes one meanwhile either publishes what is kept, or is there once this returns.
        """
        await self._kept.hold(owner)

    async def publish_kept(self, author: User, owner: TelegramId) -> list[Outcome]:
        """All that this chat sent before it had an account."""
        await self._kept.hold(owner)
        waiting = await self._kept.take_all(owner, Reason.STRANGER)
        self._consequences.discard(file for kept in waiting for file in kept.files)
        return [
            await self.submit(author, owner, draft) for draft in put_together(kept.draft for kept in waiting)
        ]

    async def kept_of(self, message: Origin) -> Kept | None:
        """What is held, or waits for an account, and came in this message."""
        return await self._kept.of_message(message)

    async def rewrite_kept(
        self, author: User | None, owner: TelegramId, kept: Kept, draft: Draft
    ) -> Outcome | None:
        """Its author has changed the message: it is tried once more, or waits on for an account (None).

        Raises what submitting and revising raise.
        """
        draft = replace(draft, visibility=kept.draft.visibility, forwarded_from=kept.draft.forwarded_from)
        if author is None or kept.reason is Reason.STRANGER:
            await self._kept.rewrite(kept, draft)
            self._consequences.discard(kept.files)
            return None
        return await self._once_more(author, owner, replace(await self._taken(owner, kept.id), draft=draft))

    async def terms_of(self, author: User) -> Terms:
        return await self._preferences.of(author.id)

    async def set_terms(self, author: User, terms: Terms) -> None:
        """What the author's new pastes are like from now on."""
        await self._preferences.set(author.id, terms)

    async def credentials_in(self, post: Post) -> list[Credential]:
        """What looks like a credential in its text, or in one of its old texts: its history is shown, too."""
        for revision in await self._posts.revisions(post):
            if found := await _credentials_in((await self._posts.content(revision)).decode()):
                return found
        return []

    async def _held(
        self, author: User, owner: TelegramId, draft: Draft, post: Post | None = None, *, is_public: bool
    ) -> Held | None:
        size = len(draft.text.encode())
        self._limits.check_size(size)
        revised = post.id if post else None
        if is_public and (found := await _credentials_in(draft.text)):
            kept = await self._kept.keep(owner, draft, Reason.WARNING, revised)
            return Held(kept, draft.title, credentials=tuple(found), revises=post)
        if limit := await self._limits.take(author.id, size):
            kept = await self._kept.keep(owner, draft, Reason.LIMIT, revised)
            return Held(kept, draft.title, limit, revises=post)
        return None

    async def _once_more(self, author: User, owner: TelegramId, kept: Kept) -> Outcome:
        if kept.post is None:
            return await self.submit(author, owner, kept.draft)
        return await self.revise(author, owner, await self._posts.own(author, kept.post), kept.draft)

    async def _taken(self, owner: TelegramId, draft: DraftId) -> Kept:
        kept = await self._kept.take(owner, draft)
        if kept is None:
            raise DraftNotFound
        self._consequences.discard(kept.files)
        return kept


async def _credentials_in(text: str) -> list[Credential]:
    """In a thread: most of the time passes without the GIL."""
    try:
        return await asyncio.to_thread(find_credentials, text)
    except Exception as fault:  # a library of many rules: its faults must keep nobody from publishing
        _log.error("not looked for credentials", exc_info=fault)
        return []
