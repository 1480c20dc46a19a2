"""Several drafts that were held back are released together: all are prepared before anything is changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from auth.models import TelegramId, User
from posts.drafts.models import PendingEntry
from posts.drafts.publishing import NotPublished, Outcome, Publishing
from posts.drafts.repository import DraftRepository
from posts.limits import LARGEST
from posts.models import Origin
from posts.pastes.limits import PublishingLimits


@dataclass(frozen=True, slots=True)
class Released:
    """`done` is published, or asked about otherwise, with its messages; `rest` has to wait on. `later` may be
    released by another transaction: together with these it would be too much for the memory."""

    done: list[tuple[Origin | None, Outcome]] = field(default_factory=list)
    rest: list[NotPublished] = field(default_factory=list)
    later: list[PendingEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Releasing:
    publishing: Publishing
    kept: DraftRepository
    limits: PublishingLimits

    async def release_several(
        self, author: User, owner: TelegramId, waiting: Sequence[PendingEntry]
    ) -> Released:
        """Release what the limits have room for, in order, as far as it fits in memory.

        Raises DraftNotFound.
        """
        released = Released()
        now = await self._chosen(author, waiting, released)
        ready = [await self.publishing.prepare_draft(owner, one.id) for one in now]
        for kept in ready:
            outcome = await self.publishing.release(author, owner, kept.id, prepared=kept)
            if isinstance(outcome, NotPublished) and outcome.limit:
                released.rest.append(outcome)
            else:
                released.done.append((kept.draft.origin, outcome))
        return released

    async def _chosen(
        self, author: User, waiting: Sequence[PendingEntry], released: Released
    ) -> list[PendingEntry]:
        """Return what is released now, and note the others. What is sure to wait on is not stored anew."""
        now, sizes = list[PendingEntry](), list[int]()
        for one in waiting:
            size = await self.kept.size_of(one)
            if limit := await self.limits.would_pass(author.id, size, before=sizes):
                released.rest.append(NotPublished(one.id, one.title, limit))
            elif released.later or (now and sum(sizes) + size > LARGEST):
                released.later.append(one)
            else:
                now.append(one)
                sizes.append(size)
        return now
