"""Publishes drafts. A draft that is over a limit or has credentials in it becomes a pending draft instead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from auth.models import TelegramId, User
from posts.analysis.preparation import Preparation
from posts.credentials import Credential
from posts.drafts.models import DraftStatus, Outcome, PendingDraft, PendingEntry
from posts.drafts.service import DraftService
from posts.limits import MAX_FILE_BYTES
from posts.models import Draft, DraftId, Origin, Post, Terms, Visibility
from posts.pastes.editing import Editing, has_text_of
from posts.pastes.preferences import Preferences
from posts.pastes.service import PostService
from posts.texts.cuts import are_one_text
from posts.titles import date_title, to_one_line


@dataclass(frozen=True, slots=True)
class PreparedDrafts:
    """Prepared drafts of a chat that await an account, and the `entries` that they were read from.

    A text that an app had cut into messages is one draft, under the id of the part that came first.
    """

    entries: Sequence[PendingEntry] = ()
    drafts: Mapping[DraftId, Draft] = field(default_factory=dict)


class Publishing:
    """Publishes new texts and pending drafts. `owner` is the chat that a draft came from."""

    def __init__(
        self,
        posts: PostService,
        editing: Editing,
        drafts: DraftService,
        preferences: Preferences,
        preparation: Preparation,
    ) -> None:
        self._posts = posts
        self._editing = editing
        self._drafts = drafts
        self._repository = drafts.repository
        self._limits = drafts.publishing_limits
        self._preferences = preferences
        self._analyst = preparation.analyst
        self._preparation = preparation

    async def prepare(self, draft: Draft) -> Draft:
        """Do the slow work of publishing: search for credentials and store the contents.

        To be called before the transaction changes or locks anything (see `Preparation.ready`). Every method
        here prepares the draft that it gets, which costs nothing the second time.
        """
        return await self._preparation.ready(draft)

    async def submit(
        self, author: User, owner: TelegramId, draft: Draft, *, pending: PendingDraft | None = None
    ) -> Outcome:
        """Publish a new paste by the author's preferences, or save it as pending.

        Return the paste that the draft's message has made before, if it is still there. A title with a
        credential in it becomes the date, and a long one is shortened. `pending` is what the draft is stored
        as already, if it is.
        """
        draft = await self.prepare(draft)
        known = await self._posts.from_message(draft.origin) if draft.origin else None
        if known and known.created_by == author.id and not known.deleted_at and not known.has_expired:
            return known
        terms = await self._preferences.of(author.id)
        terms = replace(terms, visibility=draft.visibility or terms.visibility)
        # Lists and the address show a title, also of a paste that only some may read.
        title = date_title() if draft.findings and draft.findings.title else draft.title
        draft = replace(draft, title=self._limits.shorten_title(title))
        is_public = terms.is_listed
        if refused := await self._drafts.save_if_refused(
            author, owner, draft, is_public=is_public, pending=pending
        ):
            return refused
        # The message is another person's paste already (in a group), or its paste is gone.
        new = replace(draft, origin=None, parts=()) if known else draft
        return await self._posts.publish(author, new, terms)

    async def revise(
        self,
        author: User,
        owner: TelegramId,
        post: Post,
        draft: Draft,
        *,
        pending: PendingDraft | None = None,
    ) -> Outcome:
        """Publish the draft as the paste's next revision, or save it as pending. Raises PostNotFound.

        A paste that has this text already is returned as it is, and nothing is counted.
        """
        if has_text_of(await self._posts.own(author, post.id), draft):
            return await self._editing.revise(author, post.id, draft)
        draft = await self.prepare(draft)
        now = await self._posts.own(author, post.id)
        refused = await self._drafts.save_if_refused(
            author, owner, draft, now, is_public=now.is_listed, pending=pending
        )
        return refused or await self._editing.revise(author, post.id, draft)

    async def prepare_draft(self, owner: TelegramId, draft: DraftId) -> PendingDraft:
        """Return a pending draft that is ready for `release`. Raises DraftNotFound."""
        pending = await self._drafts.find_draft(owner, draft)
        return replace(pending, draft=await self.prepare(pending.draft))

    async def release(
        self,
        author: User,
        owner: TelegramId,
        draft: DraftId,
        visibility: Visibility | None = None,
        *,
        prepared: PendingDraft | None = None,
    ) -> Outcome:
        """Publish a pending draft and delete it, or return why it stays pending. Raises DraftNotFound.

        `visibility` is the author's decision about a credential warning. If the paste to be revised is gone,
        the draft becomes a new paste. `prepared` is what `prepare_draft` has returned, if it was called.
        """
        pending = await self._drafts.lock_draft(owner, prepared or await self.prepare_draft(owner, draft))
        if visibility is not None and pending.status is DraftStatus.CREDENTIAL_WARNING:
            pending = await self._with_decision(author, pending, visibility)
        outcome = await self._publish_pending(author, owner, pending, stored=pending)
        if isinstance(outcome, Post):
            await self._drafts.delete_draft(owner, draft)
        return outcome

    async def is_target_gone(self, author: User, owner: TelegramId, draft: DraftId) -> bool:
        """Tell whether the paste that a pending draft is to revise is gone. Raises DraftNotFound."""
        pending = await self._drafts.find_draft(owner, draft)
        return pending.post is not None and await self._target_of(author, pending) is None

    async def save_for_stranger(self, owner: TelegramId, draft: Draft) -> None:
        """Save a draft until the chat has an account. Raises TooManyDrafts or TooMuchPending."""
        draft = await self.prepare(draft)
        status = DraftStatus.AWAITING_ACCOUNT
        self._drafts.limits.check_count(await self._repository.count_others(owner, status, draft.origin))
        await self._drafts.limits.count_bytes(owner, draft.sent_size)
        await self._repository.save(owner, draft, status)

    async def lock_drafts(self, owner: TelegramId) -> None:
        """Wait for a registration of this chat that is under way, after saving a draft for it.

        A registration either publishes that draft, or is visible to this transaction once this returns.
        """
        await self._repository.lock_chat(owner)

    async def prepare_drafts(self, owner: TelegramId) -> PreparedDrafts:
        """Prepare what `release_drafts` will publish, before the account is made.

        That is all texts, and as many files as fit into memory together.
        """
        entries = await self._repository.list_by_status(owner, DraftStatus.AWAITING_ACCOUNT)
        drafts = await self._texts(owner, entries)
        for file in await self._fitting([entry for entry in entries if entry.is_file]):
            if pending := await self._repository.find(owner, file.id):
                drafts[file.id] = pending.draft
        return PreparedDrafts(entries, {one: await self.prepare(draft) for one, draft in drafts.items()})

    async def publish_drafts(self, author: User, owner: TelegramId) -> list[Outcome]:
        """Do what `release_drafts` does, and return the outcomes."""
        return [outcome for _, outcome in await self.release_drafts(author, owner)]

    async def release_drafts(
        self, author: User, owner: TelegramId, prepared: PreparedDrafts | None = None
    ) -> list[tuple[Origin | None, Outcome]]:
        """Publish everything that this chat sent before it had an account; return the outcomes with its
        messages.

        What is over a limit or has credentials in it is saved with that reason. Drafts that were changed
        after `prepare_drafts` are read again.
        """
        await self._repository.lock_chat(owner)
        status = DraftStatus.AWAITING_ACCOUNT
        entries = await self._repository.list_by_status(owner, status, is_locked=True)
        drafts = await self._drafts_of(owner, entries, prepared or PreparedDrafts())
        unread = [entry.id for entry in entries if entry.is_file and entry.id not in drafts]
        for entry in entries:
            if entry.id not in unread:
                await self._drafts.delete_draft(owner, entry.id)
        outcomes = []
        for entry in entries:
            # Files are read one at a time: all of them may be a gigabyte.
            is_unread = entry.id in unread
            draft = (await self._drafts.take(owner, entry.id)).draft if is_unread else drafts.get(entry.id)
            if draft:
                outcomes.append((draft.origin, await self.submit(author, owner, draft)))
        return outcomes

    async def draft_titles(self, owner: TelegramId) -> list[str]:
        """Return the title of each text that awaits an account, in order; messages of one text have one."""
        entries = await self._repository.list_by_status(owner, DraftStatus.AWAITING_ACCOUNT)
        return [self._limits.shorten_title(title) for title in _titles(entries)]

    async def edit_draft(
        self, author: User | None, owner: TelegramId, pending: PendingDraft, draft: Draft
    ) -> Outcome | None:
        """Publish a pending draft whose message was edited, or save it again with its new text.

        Return None if it awaits an account, or the chat has none any more: then it only gets the new text.
        """
        draft = replace(
            draft, visibility=pending.draft.visibility, forwarded_from=pending.draft.forwarded_from
        )
        draft = await self.prepare(draft)
        if author is None or pending.status is DraftStatus.AWAITING_ACCOUNT:
            await self._drafts.replace(pending, draft)
            return None
        # A decision was about the old text, so the buttons of the old card must not work any more.
        await self._drafts.delete_draft(owner, pending.id)
        return await self._publish_pending(author, owner, replace(pending, draft=draft))

    def title_limit(self, title: str) -> int | None:
        """Return the limit in characters if this title is longer, else None."""
        return self._limits.exceeded_title_length(title)

    async def terms_of(self, author: User) -> Terms:
        return await self._preferences.of(author.id)

    async def set_terms(self, author: User, terms: Terms) -> None:
        """Set the visibility, lifetime and burning of the author's new pastes."""
        await self._preferences.set(author.id, terms)

    async def credentials_in(self, post: Post) -> list[Credential]:
        """Return the credentials in a paste's title, else those in its latest text that has any.

        Former texts are searched too, for readers see the history. Empty if there are none.
        """
        if found := await self._analyst.credentials_in_title(post.title):
            return found
        for revision in await self._posts.revisions(post):
            if found := await self._analyst.credentials_in((await self._posts.content(revision)).decode()):
                return found
        return []

    async def credentials_with_title(self, post: Post, title: str) -> list[Credential]:
        """Return the credentials in a new title; none if the paste is not public. Raises TitleTooLong."""
        self._limits.check_title(to_one_line(title))
        return await self._analyst.credentials_in_title(title) if post.is_listed else []

    async def _drafts_of(
        self, owner: TelegramId, entries: Sequence[PendingEntry], prepared: PreparedDrafts
    ) -> dict[DraftId, Draft]:
        """Return the prepared drafts that are still valid.

        If any text has changed, all texts are read again; files are left out.
        """
        drafts = prepared.drafts
        files = {
            entry.id: drafts[entry.id]
            for entry in entries
            if entry.is_file and entry in prepared.entries and entry.id in drafts
        }
        texts = [entry for entry in entries if not entry.is_file]
        if texts == [entry for entry in prepared.entries if not entry.is_file]:
            return files | {entry.id: drafts[entry.id] for entry in texts if entry.id in drafts}
        return files | await self._texts(owner, texts)

    async def _texts(self, owner: TelegramId, entries: Sequence[PendingEntry]) -> dict[DraftId, Draft]:
        """Read the drafts that are no files, and join those that an app had cut."""
        found = [await self._repository.find(owner, entry.id) for entry in entries if not entry.is_file]
        await self._preparation.contents.release_connection()
        return await self._join({pending.id: pending.draft for pending in found if pending})

    async def _fitting(self, files: Sequence[PendingEntry]) -> list[PendingEntry]:
        """Return the first files, as many as fit into memory together."""
        sizes = [await self._repository.size_of(file) for file in files]
        return [file for file, total in zip(files, accumulate(sizes), strict=True) if total <= MAX_FILE_BYTES]

    async def _join(self, drafts: Mapping[DraftId, Draft]) -> dict[DraftId, Draft]:
        """Join texts that an app had cut, under the id of the part that came first."""
        joined: dict[DraftId, Draft] = {}
        for number, draft in drafts.items():
            pairs = [(known, await self._analyst.join(before, draft)) for known, before in joined.items()]
            place, whole = next(((known, one) for known, one in pairs if one), (number, draft))
            joined[place] = whole
        return joined

    async def _with_decision(
        self, author: User, pending: PendingDraft, visibility: Visibility
    ) -> PendingDraft:
        decided = replace(pending, draft=replace(pending.draft, visibility=visibility))
        if visibility is not Visibility.PUBLIC and (post := await self._target_of(author, pending)):
            # A paste is hidden before it gets the new text.
            await self._editing.set_visibility(author, post.id, visibility)
        return replace(decided, is_confirmed=visibility is Visibility.PUBLIC)

    async def _publish_pending(
        self, author: User, owner: TelegramId, pending: PendingDraft, stored: PendingDraft | None = None
    ) -> Outcome:
        if post := await self._target_of(author, pending):
            return await self.revise(author, owner, post, pending.draft, pending=stored)
        return await self.submit(author, owner, pending.draft, pending=stored)

    async def _target_of(self, author: User, pending: PendingDraft) -> Post | None:
        """Return the author's paste that a pending draft revises; None for a new paste, or if it is gone."""
        post = await self._posts.get(pending.post) if pending.post is not None else None
        return post if post and post.created_by == author.id else None


def _titles(entries: Iterable[PendingEntry]) -> list[str]:
    """Return one title for each text: of messages that belong together, that of the beginning."""
    texts: list[PendingEntry] = []
    for entry in entries:
        place = next((place for place, known in enumerate(texts) if _belong_together(known, entry)), None)
        if place is None:
            texts.append(entry)
        else:
            texts[place] = _merged_entry(texts[place], entry)
    return [text.title for text in texts]


def _belong_together(one: PendingEntry, other: PendingEntry) -> bool:
    return bool(one.parts and other.parts) and are_one_text(one.parts, other.parts)


def _merged_entry(one: PendingEntry, other: PendingEntry) -> PendingEntry:
    beginning, rest = sorted((one, other), key=lambda entry: entry.parts[0].message_id)
    return replace(beginning, parts=(*beginning.parts, *rest.parts))
