"""What is on its way to people, a row each, so that a killed worker loses none."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId
from notifier.models import Delivery, DeliveryKind, DeliveryStatus
from notifier.tables import DeliveryRow
from posts.models import EventId, PostId

# Longer than an attempt can take: who claimed and was killed is presumed dead after this.
LEASE: Final = timedelta(seconds=60)


class Deliveries:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, rows: Iterable[dict[str, Any]]) -> None:
        """One for an event and a recipient, however often it is added."""
        if waiting := list(rows):
            await self._session.execute(insert(DeliveryRow).on_conflict_do_nothing(), waiting)

    async def claim(self, limit: int) -> list[Delivery]:
        """Due ones, with an attempt counted and a lease taken: commit before sending."""
        due = (
            select(DeliveryRow.event_id, DeliveryRow.recipient)
            .where(DeliveryRow.status == DeliveryStatus.WAITING, DeliveryRow.next_attempt_at <= func.now())
            .order_by(DeliveryRow.next_attempt_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            # As a plain subquery it could run more than once, and each time lock other rows.
            .cte("due")
        )
        claimed = (
            update(DeliveryRow)
            .where(DeliveryRow.event_id == due.c.event_id, DeliveryRow.recipient == due.c.recipient)
            .values(attempts=DeliveryRow.attempts + 1, next_attempt_at=func.now() + LEASE)
            .returning(DeliveryRow)
        )
        return [_delivery(row) for row in await self._session.scalars(claimed)]

    async def settle(self, delivery: Delivery, status: DeliveryStatus) -> None:
        # Whose recipient has gone elsewhere by then is found no more: so its title tells of nobody's paste.
        await self._change(delivery, status=status, title="")

    async def postpone(self, delivery: Delivery, delay: timedelta, *, free: bool = False) -> None:
        """`free`: the attempt does not count, for it was not the recipient's fault."""
        attempts = delivery.attempts - free
        await self._change(delivery, next_attempt_at=func.now() + delay, attempts=attempts)

    async def drop_old(self, age: timedelta) -> None:
        """What was settled so long ago."""
        # The last change of a settled one was its last claim: the time of the next was set then.
        old = DeliveryRow.next_attempt_at < func.now() - age
        await self._session.execute(
            delete(DeliveryRow).where(DeliveryRow.status != DeliveryStatus.WAITING, old)
        )

    async def forget(self, recipients: Sequence[TelegramId]) -> None:
        """Of chats whose person is gone."""
        await self._session.execute(delete(DeliveryRow).where(DeliveryRow.recipient.in_(recipients)))

    async def _change(self, delivery: Delivery, **values: Any) -> None:
        changed = update(DeliveryRow).where(
            DeliveryRow.event_id == delivery.event_id, DeliveryRow.recipient == delivery.recipient
        )
        await self._session.execute(changed.values(**values))


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        EventId(row.event_id),
        TelegramId(row.recipient),
        PostId(row.post_id),
        row.language,
        row.silent,
        row.attempts,
        DeliveryKind(row.kind),
        row.title,
    )
