"""The queue of deliveries: one row for each message to one chat, so that a killed worker loses none."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId
from kernel.leases import Leases, lease_of
from kernel.phrases import supported_language
from notifier.models import Delivery, DeliveryKind, DeliveryStatus, NewDelivery
from notifier.tables import DeliveryRow
from posts.models import EventId, PostId

# Longer than an attempt takes, because deliveries are not extended.
LEASE: Final = timedelta(seconds=60)


class Deliveries:
    """The queue of deliveries, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._leases = Leases(session, DeliveryRow, LEASE)

    async def add(self, deliveries: Iterable[NewDelivery]) -> None:
        """Add deliveries; one that is already there, for the same event and recipient, is left as it is."""
        if rows := [asdict(delivery) for delivery in deliveries]:
            await self._session.execute(insert(DeliveryRow).on_conflict_do_nothing(), rows)

    async def claim(self, limit: int) -> list[Delivery]:
        """Lease those that have been due longest. Commit before sending."""
        waiting = DeliveryRow.status == DeliveryStatus.WAITING
        return [_delivery(row) for row in await self._leases.claim(limit, waiting)]

    async def are_due(self) -> bool:
        """Return whether there is any delivery to send now."""
        due = DeliveryRow.status == DeliveryStatus.WAITING, DeliveryRow.due_at <= func.now()
        return bool(await self._session.scalar(select(exists().where(*due))))

    async def complete(self, delivery: Delivery, status: DeliveryStatus) -> None:
        """Store the final status, and delete title and reason. Raises LeaseLost."""
        # The author of the paste may delete their account while this row still exists.
        await self._leases.complete(delivery.lease, status=status, title="", reason="")

    async def postpone(self, delivery: Delivery, delay: timedelta, *, counts: bool = True) -> None:
        """Make the delivery due again after the delay.

        `counts`: whether this attempt is one of the limited number. Raises LeaseLost.
        """
        await self._leases.postpone(delivery.lease, delay, counts=counts)

    async def delete_old(self, age: timedelta) -> None:
        """Delete the deliveries that were completed at least this long ago."""
        # `due_at` was last changed by the last claim.
        old = DeliveryRow.due_at < func.now() - age
        await self._session.execute(
            delete(DeliveryRow).where(DeliveryRow.status != DeliveryStatus.WAITING, old)
        )

    async def forget(self, recipients: Sequence[TelegramId]) -> None:
        """Delete all deliveries to these chats of a deleted account."""
        await self._session.execute(delete(DeliveryRow).where(DeliveryRow.recipient.in_(recipients)))


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        EventId(row.event_id),
        TelegramId(row.recipient),
        PostId(row.post_id),
        supported_language(row.language),
        row.silent,
        lease_of(row),
        DeliveryKind(row.kind),
        row.title,
        row.reason,
        row.request_id,
    )
