"""The queue of exports: one row for each request, so that a killed worker loses none."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId, UserId
from kernel.leases import Leases, lease_of
from kernel.phrases import supported_language
from notifier.models import Export, ExportId, ExportStatus
from notifier.tables import ExportRow

# Extended while a part is packed and sent, which can take minutes.
LEASE: Final = timedelta(seconds=60)
_WAITING: Final = ExportRow.status == ExportStatus.WAITING


class Exports:
    """The queue of exports, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._leases = Leases(session, ExportRow, LEASE)

    async def add(self, user: UserId, chat: TelegramId, language: str) -> bool:
        """Add a request, or return False where one of this user is waiting already, in any chat."""
        lock = func.hashtextextended(f"notifier:export:{user}", 0)
        await self._session.execute(select(func.pg_advisory_xact_lock(lock)))
        waiting = exists().where(ExportRow.user_id == user, _WAITING)
        if await self._session.scalar(select(waiting)):
            return False
        new = insert(ExportRow).values(user_id=user, telegram_id=chat, language=language)
        await self._session.execute(new)
        return True

    async def claim(self) -> Export | None:
        """Lease the export that has been due longest. Commit before sending."""
        rows = await self._leases.claim(1, _WAITING)
        return _export(rows[0]) if rows else None

    async def extend(self, export: Export) -> None:
        """Extend the lease to its full length, unless it is lost."""
        await self._leases.extend([export.lease])

    async def requeue(self, export: Export) -> None:
        """Make the part after `parts_sent` due now, and count its attempts from zero. Raises LeaseLost."""
        await self._leases.postpone(export.lease, timedelta(0), parts_sent=export.parts_sent, attempts=0)

    async def complete(self, export: Export, status: ExportStatus) -> None:
        """Store the final status. Raises LeaseLost."""
        await self._leases.complete(export.lease, status=status, parts_sent=export.parts_sent)

    async def postpone(self, export: Export, delay: timedelta, *, counts: bool = True) -> None:
        """Make the export due again after the delay.

        `counts`: whether this attempt is one of the limited number. Raises LeaseLost.
        """
        await self._leases.postpone(export.lease, delay, counts=counts)

    async def delete_old(self, age: timedelta) -> None:
        """Delete the exports that were completed at least this long ago."""
        old = delete(ExportRow).where(~_WAITING, ExportRow.due_at < func.now() - age)
        await self._session.execute(old)

    async def forget(self, user: UserId) -> None:
        """Delete all exports of a deleted account."""
        await self._session.execute(delete(ExportRow).where(ExportRow.user_id == user))


def _export(row: ExportRow) -> Export:
    return Export(
        ExportId(row.id),
        UserId(row.user_id),
        TelegramId(row.telegram_id),
        supported_language(row.language),
        row.asked_at,
        row.parts_sent,
        lease_of(row),
    )
