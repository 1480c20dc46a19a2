"""Publishing with care: what passes a limit or holds a credential is kept, and its author decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from auth.models import TelegramId, User
from posts.analysis.preparation import Preparation
from posts.credentials import Credential
from posts.drafts.models import DraftStatus, PendingDraft, PendingEntry, titles_of
from posts.drafts.repository import DraftRepository
from posts.drafts.service import DraftService, NotPublished
from posts.limits import LARGEST
from posts.models import Draft, DraftId, Origin, Post, Terms, Visibility
from posts.pastes.editing import Editing, is_said
from posts.pastes.limits import PublishingLimits, size_as_sent
from posts.pastes.preferences import Preferences
from posts.pastes.service import PostService
from posts.pastes.side_effects import SideEffects
from posts.titles import date_title, folded

Outcome = Post | NotPublished
__all__ = ["NotPublished", "Outcome", "PreparedDrafts", "Publishing"]


@dataclass(frozen=True, slots=True)
class PreparedDrafts:
    """What was `waiting` for an account, and its `drafts`, prepared: what an app had cut is one, under the id
    of what came first of it."""

    waiting: Sequence[PendingEntry] = ()
    drafts: Mapping[DraftId, Draft] = field(default_factory=dict)

    def still(self, waiting: Iterable[PendingEntry]) -> list[PendingEntry]:
        """Those of them that are the same by now."""
        return [one for one in waiting if one in self.waiting]


class Publishing:
    def __init__(
        self,
        posts: PostService,
        editing: Editing,
        kept: DraftRepository,
        preferences: Preferences,
        limits: PublishingLimits,
        consequences: SideEffects,
        preparation: Preparation,
    ) -> None:
        self._posts = posts
        self._editing = editing
        self._preferences = preferences
        self._analyst = preparation.analyst
        self._preparation = preparation
        self._held = DraftService(kept, limits, consequences)

    async def prepare(self, draft: Draft) -> Draft:
        """Ready to be given to any of the others here, which takes less time then: before anything is changed
        or locked in this transaction."""
        return await self._preparation.ready(draft)

    async def submit(
        self, author: User, owner: TelegramId, draft: Draft, *, again: PendingDraft | None = None
    ) -> Outcome:
        """A new paste by the author's preferences, or what is held for the `owner`'s decision.

        `again`: as what it was held until now.
        """
        draft = await self.prepare(draft)
        known = await self._posts.from_message(draft.origin) if draft.origin else None
        if known and known.created_by == author.id and not known.deleted_at and not known.has_expired:
            return known
        terms = await self._preferences.of(author.id)
        terms = replace(terms, visibility=draft.visibility or terms.visibility)
        # A title is on lists and in the address, also of what only some may read.
        title = date_title() if draft.findings and draft.findings.title else draft.title
        draft = replace(draft, title=self._held.limits.fitted(title))
        if held := await self._held.hold(author, owner, draft, is_public=terms.is_listed, again=again):
            return held
        # In a group, somebody else has published the same message, or it is wanted anew.
        new = replace(draft, origin=None, parts=()) if known else draft
        return await self._posts.publish(author, new, terms)

    async def revise(
        self, author: User, owner: TelegramId, post: Post, draft: Draft, *, again: PendingDraft | None = None
    ) -> Outcome:
        """The draft's text as the next revision, or what is held. Raises PostNotFound."""
        if is_said(await self._posts.own(author, post.id), draft):
            return await self._editing.revise(author, post.id, draft)
        draft = await self.prepare(draft)
        now = await self._posts.own(author, post.id)
        held = await self._held.hold(author, owner, draft, now, is_public=now.is_listed, again=again)
        return held or await self._editing.revise(author, post.id, draft)

    async def prepare_draft(self, owner: TelegramId, draft: DraftId) -> PendingDraft:
        """Return what is held, ready to be released. Raises DraftNotFound."""
        seen = await self._held.look(owner, draft)
        return replace(seen, draft=await self.prepare(seen.draft))

    async def release(
        self,
        author: User,
        owner: TelegramId,
        draft: DraftId,
        visibility: Visibility | None = None,
        *,
        prepared: PendingDraft | None = None,
    ) -> Outcome:
        """Publishes what was held, within the limits: as its author has decided where there was a warning.

        Where the paste to be revised is gone, it becomes a new one. Raises DraftNotFound.
        """
        kept = await self._locked(owner, prepared or await self.prepare_draft(owner, draft))
        if visibility is not None and kept.reason is DraftStatus.CREDENTIAL_WARNING:
            kept = await self._decided(author, kept, visibility)
        outcome = await self._once_more(author, owner, kept, again=kept)
        if isinstance(outcome, Post):
            await self._held.delete_draft(owner, draft)
        return outcome

    async def has_lost_its_paste(self, author: User, owner: TelegramId, draft: DraftId) -> bool:
        """Whether what is held was to be the next text of a paste that is gone. Raises DraftNotFound."""
        kept = await self.held(owner, draft)
        return kept.post is not None and await self._to_revise(author, kept) is None

    async def held(self, owner: TelegramId, draft: DraftId) -> PendingDraft:
        """It goes on waiting. Raises DraftNotFound."""
        return await self._held.look(owner, draft)

    async def drop(self, owner: TelegramId, draft: DraftId) -> None:
        """Raises DraftNotFound."""
        await self._held.delete_draft(owner, draft)

    async def save_for_stranger(self, owner: TelegramId, draft: Draft) -> None:
        """Until there is an account to publish it for. Raises TooManyDrafts or TooMuchPending."""
        draft = await self.prepare(draft)
        self._held.limits.check_draft_count(
            await self._held.kept.count_others(owner, DraftStatus.AWAITING_ACCOUNT, draft.origin)
        )
        await self._held.limits.count_pending(owner, size_as_sent(draft))
        await self._held.kept.keep(owner, draft, DraftStatus.AWAITING_ACCOUNT)

    async def lock_drafts(self, owner: TelegramId) -> None:
        """To be called after keeping: only then it is certain whether this chat still has no account.

        Who makes one meanwhile either publishes what is kept, or is there once this returns.
        """
        await self._held.kept.hold(owner)

    async def prepare_drafts(self, owner: TelegramId) -> PreparedDrafts:
        """Prepare what `release_kept` is to publish, before the account is made: all texts, and as many files
        as fit in memory together."""
        waiting = await self._held.kept.all_for(owner, DraftStatus.AWAITING_ACCOUNT)
        drafts = await self._kept_texts(owner, waiting)
        for file in await self._fitting([one for one in waiting if one.is_file]):
            if kept := await self._held.kept.look(owner, file.id):
                drafts[file.id] = kept.draft
        return PreparedDrafts(waiting, {one: await self.prepare(draft) for one, draft in drafts.items()})

    async def publish_drafts(self, author: User, owner: TelegramId) -> list[Outcome]:
        """All that this chat sent before it had an account."""
        return [outcome for _, outcome in await self.release_drafts(author, owner)]

    async def release_drafts(
        self, author: User, owner: TelegramId, prepared: PreparedDrafts | None = None
    ) -> list[tuple[Origin | None, Outcome]]:
        """The same, each with the message that it came in."""
        await self._held.kept.hold(owner)
        waiting = await self._held.kept.all_for(owner, DraftStatus.AWAITING_ACCOUNT, is_locked=True)
        drafts = await self._drafts_of(owner, waiting, prepared or PreparedDrafts())
        unread = [one.id for one in waiting if one.is_file and one.id not in drafts]
        for one in waiting:
            if one.id not in unread:
                await self._held.delete_draft(owner, one.id)
        outcomes = []
        for one in waiting:
            # Files only now, for all of them may be a gigabyte.
            draft = (await self._held.take(owner, one.id)).draft if one.id in unread else drafts.get(one.id)
            if draft:
                outcomes.append((draft.origin, await self.submit(author, owner, draft)))
        return outcomes

    async def draft_titles(self, owner: TelegramId) -> list[str]:
        """Of what waits for an account, in order."""
        waiting = await self._held.kept.all_for(owner, DraftStatus.AWAITING_ACCOUNT)
        return [self._held.limits.fitted(title) for title in titles_of(waiting)]

    async def draft_of_message(self, message: Origin) -> PendingDraft | None:
        """What is held, or waits for an account, and came in this message."""
        return await self._held.kept.of_message(message)

    async def messages_waiting(self, chat: Origin) -> set[int]:
        """The numbers of a chat's messages of which something is held, or waits for an account."""
        return await self._held.kept.messages_waiting(chat)

    async def rewrite_draft(
        self, author: User | None, owner: TelegramId, kept: PendingDraft, draft: Draft
    ) -> Outcome | None:
        """Its author has changed the message: it is tried once more, or waits on for an account (None)."""
        draft = replace(draft, visibility=kept.draft.visibility, forwarded_from=kept.draft.forwarded_from)
        draft = await self.prepare(draft)
        if author is None or kept.reason is DraftStatus.AWAITING_ACCOUNT:
            await self._held.kept.rewrite(replace(kept, is_sure=False), draft)
            self._held.consequences.discard(kept.files)
            return None
        # What its author has decided was of another text: the buttons of that card do nothing any more.
        await self._held.delete_draft(owner, kept.id)
        return await self._once_more(author, owner, replace(kept, draft=draft))

    async def recent_drafts(self, owner: TelegramId, chat: Origin) -> list[PendingDraft]:
        """What has just come in this chat and was held back, the latest first."""
        return await self._held.lately_in(owner, chat)

    async def is_unchanged(self, owner: TelegramId, seen: PendingDraft) -> bool:
        """Whether it waits, with the same text. It does so until the transaction ends."""
        return await self._held.kept.is_still(owner, seen)

    async def lengthen(self, kept: PendingDraft, draft: Draft) -> NotPublished | None:
        """A late part of what is held waits with it; None where there is nothing new to tell."""
        return await self._held.lengthen(kept, await self.prepare(draft))

    def title_limit(self, wanted: str) -> int | None:
        """How many characters a title may have, where this one has more and is to be cut."""
        return self._held.limits.passed_by(wanted)

    async def terms_of(self, author: User) -> Terms:
        return await self._preferences.of(author.id)

    async def set_terms(self, author: User, terms: Terms) -> None:
        """What the author's new pastes are like from now on."""
        await self._preferences.set(author.id, terms)

    async def credentials_in(self, post: Post) -> list[Credential]:
        """What looks like a credential in its title or text, or in an old text: its history is shown, too."""
        if found := await self._analyst.credentials_in_title(post.title):
            return found
        for revision in await self._posts.revisions(post):
            if found := await self._analyst.credentials_in((await self._posts.content(revision)).decode()):
                return found
        return []

    async def credentials_in_draft(self, kept: PendingDraft) -> list[Credential]:
        """What looks like a credential in what is held."""
        return await self._analyst.credentials_in(kept.draft.text)

    async def credentials_with_title(self, post: Post, title: str) -> list[Credential]:
        """What everybody would read, with this title, in the address too. Raises TitleTooLong."""
        self._held.limits.check_title(folded(title))
        return await self._analyst.credentials_in_title(title) if post.is_listed else []

    async def _locked(self, owner: TelegramId, seen: PendingDraft) -> PendingDraft:
        """The same, or what it has become by now. Raises DraftNotFound."""
        is_still = await self.is_unchanged(owner, seen)
        return seen if is_still else await self._held.find(owner, seen.id)

    async def _drafts_of(
        self, owner: TelegramId, waiting: Sequence[PendingEntry], prepared: PreparedDrafts
    ) -> dict[DraftId, Draft]:
        """As they were prepared, unless something was sent or edited since; without files that were not."""
        drafts = prepared.drafts
        files = {
            one.id: drafts[one.id] for one in prepared.still(waiting) if one.is_file and one.id in drafts
        }
        texts = [one for one in waiting if not one.is_file]
        if texts == [one for one in prepared.waiting if not one.is_file]:
            return files | {one.id: drafts[one.id] for one in texts if one.id in drafts}
        return files | await self._kept_texts(owner, texts)

    async def _kept_texts(self, owner: TelegramId, waiting: Sequence[PendingEntry]) -> dict[DraftId, Draft]:
        """Those that came as no files, put together."""
        texts = [await self._held.kept.look(owner, one.id) for one in waiting if not one.is_file]
        await self._preparation.contents.release_connection()
        return await self._put_together({kept.id: kept.draft for kept in texts if kept})

    async def _fitting(self, files: Sequence[PendingEntry]) -> list[PendingEntry]:
        """The first ones, as far as they fit in memory together."""
        sizes = [await self._held.kept.size_of(one) for one in files]
        return [one for one, size in zip(files, accumulate(sizes), strict=True) if size <= LARGEST]

    async def _put_together(self, drafts: Mapping[DraftId, Draft]) -> dict[DraftId, Draft]:
        """In their order, but what an app had cut is one again, under the id of what came first of it, also
        where its end came before its beginning."""
        found: dict[DraftId, Draft] = {}
        for number, draft in drafts.items():
            both = [(known, await self._analyst.whole(before, draft)) for known, before in found.items()]
            place, joined = next(((known, one) for known, one in both if one), (number, draft))
            found[place] = joined
        return found

    async def _decided(self, author: User, kept: PendingDraft, visibility: Visibility) -> PendingDraft:
        """A paste is hidden before its new text is there."""
        decided = replace(kept, draft=replace(kept.draft, visibility=visibility))
        if visibility is not Visibility.PUBLIC and (post := await self._to_revise(author, kept)):
            await self._editing.set_visibility(author, post.id, visibility)
        # Only for everybody's eyes there is something to be sure of.
        return replace(decided, is_sure=visibility is Visibility.PUBLIC)

    async def _once_more(
        self, author: User, owner: TelegramId, kept: PendingDraft, again: PendingDraft | None = None
    ) -> Outcome:
        if post := await self._to_revise(author, kept):
            return await self.revise(author, owner, post, kept.draft, again=again)
        return await self.submit(author, owner, kept.draft, again=again)

    async def _to_revise(self, author: User, kept: PendingDraft) -> Post | None:
        """None for a new paste, also where the paste is gone."""
        post = await self._posts.get(kept.post) if kept.post is not None else None
        return post if post and post.created_by == author.id else None
