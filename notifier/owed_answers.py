"""Answers that are owed: written with the change that they tell of, and gone once they are said.

Who is about to say one holds it for a while, again and again. So what a process leaves behind that was killed
is due for the others a moment later.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId
from notifier.models import AnswerId, OwedAnswer
from notifier.tables import OwedAnswerRow

HELD: Final = timedelta(seconds=15)
_NOW: Final = func.clock_timestamp()


class OwedAnswers:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, bot_id: int, answers: Sequence[tuple[int, str]]) -> list[AnswerId]:
        """Each with its chat, in the same order; held for whoever adds them."""
        values = [
            {"bot_id": bot_id, "chat_id": chat, "answer": answer, "due_at": _NOW + HELD}
            for chat, answer in answers
        ]
        added = insert(OwedAnswerRow).values(values).returning(OwedAnswerRow.id)
        return sorted(AnswerId(one) for one in await self._session.scalars(added))

    async def hold(self, answers: Collection[AnswerId], how_long: timedelta = HELD) -> None:
        held = update(OwedAnswerRow).where(OwedAnswerRow.id.in_(answers))
        await self._session.execute(held.values(due_at=_NOW + how_long))

    async def said(self, answer: AnswerId) -> None:
        await self._session.execute(delete(OwedAnswerRow).where(OwedAnswerRow.id == answer))

    async def take_due(self, bot_id: int) -> list[OwedAnswer]:
        """What nobody holds, in the order in which it was to be said; held from now on."""
        due = (
            update(OwedAnswerRow)
            .where(OwedAnswerRow.bot_id == bot_id, OwedAnswerRow.due_at <= _NOW)
            .values(due_at=_NOW + HELD)
            .returning(OwedAnswerRow)
        )
        rows = await self._session.scalars(due)
        return [
            OwedAnswer(AnswerId(row.id), row.chat_id, row.answer)
            for row in sorted(rows, key=lambda row: row.id)
        ]

    async def drop_old(self, age: timedelta) -> None:
        """What a chat has not taken for so long nobody waits for any more."""
        await self._session.execute(delete(OwedAnswerRow).where(OwedAnswerRow.created_at <= _NOW - age))

    async def forget(self, chats: Sequence[TelegramId]) -> None:
        """Of people who leave."""
        await self._session.execute(delete(OwedAnswerRow).where(OwedAnswerRow.chat_id.in_(chats)))
