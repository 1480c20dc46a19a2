"""Deliveries: notices on their way to people, a row each, so that a killed worker loses none."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId
from kernel.leases import Leases, lease_of
from notifier.models import Delivery, DeliveryKind, DeliveryStatus
from notifier.tables import DeliveryRow
from posts.models import EventId, PostId

# Longer than an attempt can take.
LEASE: Final = timedelta(seconds=60)


class Deliveries:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._leases = Leases(session, DeliveryRow, LEASE)

    async def add(self, rows: Iterable[dict[str, Any]]) -> None:
        """Add one for an event and a recipient, however often it is added."""
        if waiting := list(rows):
            await self._session.execute(insert(DeliveryRow).on_conflict_do_nothing(), waiting)

    async def claim(self, limit: int) -> list[Delivery]:
        """Take those that have been due longest: commit before sending."""
        waiting = DeliveryRow.status == DeliveryStatus.WAITING
        return [_delivery(row) for row in await self._leases.claim(limit, waiting)]

    async def complete(self, delivery: Delivery, status: DeliveryStatus) -> None:
        """Note what became of it. Raises LeaseLost."""
        # The title goes, since it may be of somebody who has left by then.
        await self._leases.complete(delivery.lease, status=status, title="")

    async def postpone(self, delivery: Delivery, delay: timedelta, *, counts: bool = True) -> None:
        """Let it be due again after the delay; an attempt that was not the recipient's fault does not count.
        Raises LeaseLost."""
        await self._leases.postpone(delivery.lease, delay, counts=counts)

    async def drop_old(self, age: timedelta) -> None:
        """Delete those that were completed so long ago."""
        # `due_at` was last changed by the last claim.
        old = DeliveryRow.due_at < func.now() - age
        await self._session.execute(
            delete(DeliveryRow).where(DeliveryRow.status != DeliveryStatus.WAITING, old)
        )

    async def forget(self, recipients: Sequence[TelegramId]) -> None:
        """Delete all of these chats, whose person is gone."""
        await self._session.execute(delete(DeliveryRow).where(DeliveryRow.recipient.in_(recipients)))


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        EventId(row.event_id),
        TelegramId(row.recipient),
        PostId(row.post_id),
        row.language,
        row.silent,
        lease_of(row),
        DeliveryKind(row.kind),
        row.title,
    )
