"""How many rows a table has, and how many are new."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute


@dataclass(frozen=True, slots=True)
class Growth:
    """`day` and `week`: how many of the `total` were made within the last one."""

    total: int
    day: int
    week: int


async def growth_by(session: AsyncSession, made_at: InstrumentedAttribute[Any]) -> Growth:
    """Count the rows of a table by the column of when they were made."""
    recent = [
        func.count().filter(made_at > func.now() - age) for age in (timedelta(days=1), timedelta(days=7))
    ]
    total, day, week = tuple((await session.execute(select(func.count(made_at), *recent))).one())
    return Growth(total, day, week)
