"""The log of what operators did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth.tables import ActRow


@dataclass(frozen=True, slots=True)
class Act:
    """`actor` did `act` to `target`, such as `paste 12` or `account 3`, for this reason."""

    actor: str
    act: str
    target: str
    reason: str
    happened_at: datetime


class ActLog:
    """The log, in the transaction of the act."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, actor: str, act: str, target: str, reason: str = "") -> None:
        values = {"actor": actor, "act": act, "target": target, "reason": reason}
        await self._session.execute(insert(ActRow).values(**values))

    async def latest(self, limit: int) -> list[Act]:
        """Return the latest acts, the last one first."""
        rows = await self._session.scalars(select(ActRow).order_by(ActRow.id.desc()).limit(limit))
        return [Act(row.actor, row.act, row.target, row.reason, row.happened_at) for row in rows]
