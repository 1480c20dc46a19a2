"""Exports that people have asked for, a row each, so that a killed worker loses none."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId, UserId
from kernel.leases import Leases, lease_of
from notifier.models import Export, ExportId, ExportStatus
from notifier.tables import ExportRow

# Extended while a part is packed and sent, which can take minutes.
LEASE: Final = timedelta(seconds=60)
_WAITING: Final = ExportRow.status == ExportStatus.WAITING


class Exports:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._leases = Leases(session, ExportRow, LEASE)

    async def add(self, user: UserId, chat: TelegramId, language: str | None) -> bool:
        """Add one, or return False where one waits already, in whatever chat."""
        turn = func.hashtextextended(f"notifier:export:{user}", 0)
        await self._session.execute(select(func.pg_advisory_xact_lock(turn)))
        waiting = exists().where(ExportRow.user_id == user, _WAITING)
        if await self._session.scalar(select(waiting)):
            return False
        new = insert(ExportRow).values(user_id=user, telegram_id=chat, language=language)
        await self._session.execute(new)
        return True

    async def claim(self) -> Export | None:
        """Take the one that has been due longest: commit before sending."""
        rows = await self._leases.claim(1, _WAITING)
        return _export(rows[0]) if rows else None

    async def extend(self, export: Export) -> None:
        """Let its lease run for the whole length again, unless it is lost."""
        await self._leases.extend([export.lease])

    async def requeue(self, export: Export) -> None:
        """Let the part after `parts_sent` be due at once, with attempts of its own. Raises LeaseLost."""
        at_once = timedelta(0)
        await self._leases.postpone(export.lease, at_once, parts_sent=export.parts_sent, attempts=0)

    async def complete(self, export: Export, status: ExportStatus) -> None:
        """Note what became of it. Raises LeaseLost."""
        await self._leases.complete(export.lease, status=status, parts_sent=export.parts_sent)

    async def postpone(self, export: Export, delay: timedelta, *, counts: bool = True) -> None:
        """Let it be due again after the delay; an attempt that was not the recipient's fault does not count.
        Raises LeaseLost."""
        await self._leases.postpone(export.lease, delay, counts=counts)

    async def drop_old(self, age: timedelta) -> None:
        """Delete those that were completed so long ago."""
        old = delete(ExportRow).where(~_WAITING, ExportRow.due_at < func.now() - age)
        await self._session.execute(old)

    async def forget(self, user: UserId) -> None:
        await self._session.execute(delete(ExportRow).where(ExportRow.user_id == user))


def _export(row: ExportRow) -> Export:
    return Export(
        ExportId(row.id),
        UserId(row.user_id),
        TelegramId(row.telegram_id),
        row.language,
        row.asked_at,
        row.parts_sent,
        lease_of(row),
    )
