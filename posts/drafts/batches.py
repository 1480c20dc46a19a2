"""Publishes several pending drafts at once, after preparing all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from auth.models import TelegramId, User
from posts.drafts.models import NotPublished, Outcome, PendingEntry
from posts.drafts.publishing import Publishing
from posts.drafts.repository import DraftRepository
from posts.limits import MAX_FILE_BYTES
from posts.models import Origin
from posts.pastes.limits import PublishingLimits


@dataclass(frozen=True, slots=True)
class ReleasedBatch:
    """The results of publishing several pending drafts.

    `done` are the messages and outcomes of those that were published, or now wait for a decision about
    credentials. Those `over_limit` stay pending. Those for `later`, a transaction of their own, do not fit
    into memory together with the others.
    """

    done: list[tuple[Origin | None, Outcome]] = field(default_factory=list)
    over_limit: list[NotPublished] = field(default_factory=list)
    later: list[PendingEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BatchRelease:
    publishing: Publishing
    repository: DraftRepository
    limits: PublishingLimits

    async def release_batch(
        self, author: User, owner: TelegramId, entries: Sequence[PendingEntry]
    ) -> ReleasedBatch:
        """Publish the drafts that the limits have room for, in order. Raises DraftNotFound."""
        batch = ReleasedBatch()
        now = await self._sort(author, entries, batch)
        ready = [await self.publishing.prepare_draft(owner, entry.id) for entry in now]
        for pending in ready:
            outcome = await self.publishing.release(author, owner, pending.id, prepared=pending)
            if isinstance(outcome, NotPublished) and outcome.limit:
                batch.over_limit.append(outcome)
            else:
                batch.done.append((pending.draft.origin, outcome))
        return batch

    async def _sort(
        self, author: User, entries: Sequence[PendingEntry], batch: ReleasedBatch
    ) -> list[PendingEntry]:
        """Return the entries to release now, and add the others to `over_limit` and `later` of the batch."""
        now, sizes = list[PendingEntry](), list[int]()
        for entry in entries:
            size = await self.repository.size_of(entry)
            if limit := await self.limits.find_reached(author.id, size, before=sizes):
                batch.over_limit.append(NotPublished(entry.id, entry.title, limit))
            elif batch.later or (now and sum(sizes) + size > MAX_FILE_BYTES):
                batch.later.append(entry)
            else:
                now.append(entry)
                sizes.append(size)
        return now
