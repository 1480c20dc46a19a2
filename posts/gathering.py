"""Messages that belong together: apps cut a long text, an album and what is forwarded in one go into several.

Each waits in Postgres until none has come for about a second; then all of a chat's are taken at once, by
whichever process is first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId
from posts.models import Origin
from posts.rows.waiting_tables import PieceRow

# What an app cuts it sends in quick succession: a second is more than the network makes of that.
QUIET: Final = timedelta(seconds=1)
_NOW: Final = func.clock_timestamp()


@dataclass(frozen=True, slots=True)
class Piece:
    """`message` as `bot.taking.pieces` keeps it; `purpose` is what the bot was waiting for when it came."""

    origin: Origin
    message: Mapping[str, Any]
    purpose: Mapping[str, Any] = field(default_factory=dict)


class Gathering:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, piece: Piece) -> None:
        """The same message is gathered once."""
        origin = piece.origin
        # Until this is committed nobody takes the others, to which it belongs; who is at it already goes on.
        lock = func.pg_try_advisory_xact_lock_shared(_key(origin.bot_id, origin.chat_id))
        await self._session.execute(select(lock))
        new = insert(PieceRow).values(
            bot_id=origin.bot_id,
            chat_id=origin.chat_id,
            message_id=origin.message_id,
            message=piece.message,
            purpose=piece.purpose,
        )
        await self._session.execute(new.on_conflict_do_nothing())

    async def is_under_way(self, bot_id: int, chat_id: int) -> bool:
        return bool(await self._session.scalar(select(exists().where(_waiting(bot_id, chat_id)))))

    async def waiting(self, bot_id: int, chat_id: int) -> list[Piece]:
        query = select(PieceRow).where(_waiting(bot_id, chat_id))
        return [_piece(row) for row in await self._session.scalars(query)]

    async def rewrite(self, origin: Origin, message: Mapping[str, Any]) -> bool:
        """Its author has changed the message; False where it does not wait here."""
        changed = update(PieceRow).where(
            PieceRow.bot_id == origin.bot_id,
            PieceRow.chat_id == origin.chat_id,
            PieceRow.message_id == origin.message_id,
        )
        done = changed.values(message=message).returning(PieceRow.message_id)
        return await self._session.scalar(done) is not None

    async def due(self, bot_id: int) -> list[int]:
        """The chats in which nothing has come for a second."""
        return list(await self._session.scalars(_quiet(bot_id)))

    async def take(self, bot_id: int, chat_id: int) -> list[Piece] | None:
        """All that waits in this chat, in the order of the messages; nothing where something has just come,
        None while somebody else adds or takes."""
        if not await self._session.scalar(select(func.pg_try_advisory_xact_lock(_key(bot_id, chat_id)))):
            return None
        if await self._session.scalar(_quiet(bot_id).where(PieceRow.chat_id == chat_id)) is None:
            return []
        taken = delete(PieceRow).where(_waiting(bot_id, chat_id)).returning(PieceRow)
        rows = await self._session.scalars(taken)
        return [_piece(row) for row in sorted(rows, key=lambda row: row.message_id)]

    async def postpone(self, bot_id: int, chat_id: int, delay: timedelta) -> list[Piece]:
        """Something keeps these from being taken up now; what comes meanwhile does not wait for them."""
        later = update(PieceRow).where(_waiting(bot_id, chat_id)).values(arrived_at=_NOW + delay)
        return [_piece(row) for row in await self._session.scalars(later.returning(PieceRow))]

    async def forget(self, chats: Sequence[TelegramId]) -> None:
        """Of people who leave, unless somebody takes it at this moment."""
        # Who takes it waits for whoever is leaving: waiting here too, nobody would go on.
        waiting = select(PieceRow).where(PieceRow.chat_id.in_(chats)).with_for_update(skip_locked=True)
        for row in await self._session.scalars(waiting):
            await self._session.delete(row)


def _waiting(bot_id: int, chat_id: int) -> ColumnElement[bool]:
    return and_(PieceRow.bot_id == bot_id, PieceRow.chat_id == chat_id, PieceRow.arrived_at <= _NOW)


def _quiet(bot_id: int) -> Select[int]:
    chats = select(PieceRow.chat_id).where(PieceRow.bot_id == bot_id, PieceRow.arrived_at <= _NOW)
    return chats.group_by(PieceRow.chat_id).having(func.max(PieceRow.arrived_at) <= _NOW - QUIET)


def _key(bot_id: int, chat_id: int) -> ColumnElement[int]:
    return func.hashtextextended(f"posts:pieces:{bot_id}:{chat_id}", 0)


def _piece(row: PieceRow) -> Piece:
    return Piece(Origin(row.bot_id, row.chat_id, row.message_id), row.message, row.purpose)
