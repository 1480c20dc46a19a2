"""Who has asked for everything of theirs, a row each, so that a killed worker loses none."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId, UserId
from notifier.models import Export, ExportId, ExportStatus
from notifier.tables import ExportRow

# Longer than packing and sending a part can take: who claimed and was killed is presumed dead after this.
LEASE: Final = timedelta(minutes=10)
_WAITING: Final = ExportRow.status == ExportStatus.WAITING


class Exports:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, user: UserId, chat: TelegramId, language: str | None) -> bool:
        """False where one waits already, in whatever chat."""
        turn = func.hashtextextended(f"notifier:export:{user}", 0)
        await self._session.execute(select(func.pg_advisory_xact_lock(turn)))
        waiting = exists().where(ExportRow.user_id == user, _WAITING)
        if await self._session.scalar(select(waiting)):
            return False
        new = insert(ExportRow).values(user_id=user, telegram_id=chat, language=language)
        await self._session.execute(new)
        return True

    async def claim(self) -> Export | None:
        """A due one, with an attempt counted and a lease taken: commit before sending."""
        due = (
            select(ExportRow.id)
            .where(_WAITING, ExportRow.next_attempt_at <= func.now())
            .order_by(ExportRow.next_attempt_at)
            .limit(1)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        claimed = update(ExportRow).where(ExportRow.id == due.c.id)
        taken = claimed.values(attempts=ExportRow.attempts + 1, next_attempt_at=func.now() + LEASE)
        row = await self._session.scalar(taken.returning(ExportRow))
        return _export(row) if row else None

    async def part_sent(self, export: Export) -> None:
        """The next one may follow at once, with attempts of its own."""
        await self._change(export, parts_sent=export.parts_sent + 1, attempts=0, next_attempt_at=func.now())

    async def start_over(self, export: Export) -> None:
        await self._change(export, parts_sent=0)

    async def settle(self, export: Export, status: ExportStatus) -> None:
        await self._change(export, status=status)

    async def postpone(self, export: Export, delay: timedelta, *, free: bool = False) -> None:
        """`free`: the attempt does not count, for it was not the recipient's fault."""
        attempts = export.attempts - free
        await self._change(export, next_attempt_at=func.now() + delay, attempts=attempts)

    async def drop_old(self, age: timedelta) -> None:
        """What was settled so long ago."""
        old = delete(ExportRow).where(~_WAITING, ExportRow.next_attempt_at < func.now() - age)
        await self._session.execute(old)

    async def forget(self, user: UserId) -> None:
        await self._session.execute(delete(ExportRow).where(ExportRow.user_id == user))

    async def _change(self, export: Export, **values: Any) -> None:
        await self._session.execute(update(ExportRow).where(ExportRow.id == export.id).values(**values))


def _export(row: ExportRow) -> Export:
    return Export(
        ExportId(row.id),
        UserId(row.user_id),
        TelegramId(row.telegram_id),
        row.language,
        row.asked_at,
        row.attempts,
        row.parts_sent,
    )
