"""The inbox: updates of Telegram, stored from their receipt until they are handled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kernel.chats.queue import AddedItems, ChatQueue, ClaimedChat
from kernel.chats.statements import run
from kernel.chats.tables import InboxChatRow
from kernel.leases import Lease

_ADD: Final = """
    INSERT INTO bot.updates (bot_id, update_id, chat_id, payload)
    SELECT $1, update_id, chat_id, payload
    FROM unnest($4::bigint[], $5::bigint[], $6::text[]) AS new (update_id, chat_id, payload)
    ON CONFLICT DO NOTHING RETURNING update_id AS number, chat_id
"""
# BETWEEN and ORDER BY chat_id make Postgres use the index by chat. For an equality it may choose to read the
# rows of all chats in the order of their ids, to find these few.
_FIRST: Final = """
    SELECT chat_id, update_id, payload, statement_timestamp() - received_at
    FROM unnest($2::bigint[]) AS chats (claimed) CROSS JOIN LATERAL (
        SELECT chat_id, update_id, payload, received_at FROM bot.updates
        WHERE bot_id = $1 AND chat_id BETWEEN claimed AND claimed AND status = 'waiting'
        ORDER BY chat_id, update_id LIMIT $3
    ) AS first ORDER BY update_id
"""
# A dead update keeps its payload for the operator until it is deleted.
_END: Final = """
    UPDATE bot.updates SET
        status = $7, reason = $8, reference = $9, payload = CASE WHEN $7 = 'done' THEN '' ELSE payload END
    WHERE bot_id = $1 AND update_id = ANY ($6::bigint[]) AND status = 'waiting' RETURNING update_id
"""
_COUNT_DEAD: Final = "SELECT count(*) FROM bot.updates WHERE bot_id = $1 AND status = 'dead'"


@dataclass(frozen=True, slots=True)
class ReceivedUpdate:
    """An update to be stored. `payload` is JSON in ASCII: Postgres stores no NUL and no lone surrogate."""

    update_id: int
    chat_id: int
    payload: str


@dataclass(frozen=True, slots=True)
class WaitingUpdate:
    """An update that waits in a leased chat. `age` is the time since it was received."""

    update_id: int
    payload: str
    age: timedelta


@dataclass(frozen=True, slots=True)
class WaitingChat:
    """A leased chat with the first updates that wait in it, in order; `chat.waiting` is the number of all."""

    chat: ClaimedChat
    updates: list[WaitingUpdate]


class Inbox:
    """The inbox of one bot, in one transaction."""

    def __init__(self, session: AsyncSession, bot_id: int) -> None:
        self._session = session
        self._bot_id = bot_id
        self._chats = ChatQueue(session, InboxChatRow, bot_id, new_items_end_delay=True)

    async def add(
        self, updates: Sequence[ReceivedUpdate], token: UUID | None = None
    ) -> tuple[dict[int, AddedItems], list[WaitingChat]]:
        """Store the updates that are not stored yet.

        Return, by chat, which ones these are; and the chats that are now leased by the `token` because
        nothing else waits in them, with these updates.
        """
        columns = zip(*((one.update_id, one.chat_id, one.payload) for one in updates), strict=True)
        chats = await self._chats.add(_ADD, *map(list, columns), token=token)
        received = {one.update_id: one.payload for one in reversed(updates)}
        claimed = [
            WaitingChat(
                chat.claimed,
                [WaitingUpdate(number, received[number], timedelta()) for number in chat.numbers],
            )
            for chat in chats.values()
            if chat.claimed is not None
        ]
        return chats, claimed

    async def claim(
        self, limit: int, each: int, busy: Collection[int], *, is_suspect: bool | None = None
    ) -> list[WaitingChat]:
        """Lease the chats that have been due longest, except `busy` ones. Commit before working.

        Return them with their first `each` updates. `is_suspect`: see `ChatQueue.claim`.
        """
        claimed = await self._chats.claim(limit, busy, is_suspect=is_suspect)
        updates = await self._first([chat.chat_id for chat in claimed], each)
        return [WaitingChat(chat, updates.get(chat.chat_id, [])) for chat in claimed]

    async def first(self, chat: ClaimedChat, limit: int) -> list[WaitingUpdate]:
        """Return the first updates that wait in a leased chat."""
        return (await self._first([chat.chat_id], limit)).get(chat.chat_id, [])

    async def complete(self, lease: Lease, updates: Collection[int], *, is_last: bool) -> bool:
        """Mark these as handled and delete their content; with `is_last`, release the chat, else extend it.

        Return whether the chat was released and nothing waits in it. Raises LeaseLost.
        """
        return await self._end(lease, updates, "done", is_last=is_last)

    async def set_aside(
        self, lease: Lease, updates: Collection[int], reason: str, reference: str, *, is_last: bool
    ) -> int:
        """Mark these as impossible to handle (`dead`), with the reason; with `is_last`, release the chat.

        `reference` is shown to the person, so that the operator finds the update by it. Return how many
        updates of this bot are set aside: those of the last day. Raises LeaseLost.
        """
        await self._end(lease, updates, "dead", reason, reference, is_last=is_last)
        return int((await run(self._session, _COUNT_DEAD, self._bot_id))[0][0])

    async def postpone(
        self, lease: Lease, delay: timedelta, *, counts: bool, ignores_new_items: bool = False
    ) -> None:
        """Release the chat, to be due after the delay, or earlier when an update arrives.

        It is not due earlier where the attempt counts, or with `ignores_new_items`. Raises LeaseLost.
        """
        await self._chats.postpone(lease, delay, counts=counts, ignores_new_items=ignores_new_items)

    async def release(self, chat: ClaimedChat) -> None:
        """Release a chat in which nothing waits. Raises LeaseLost."""
        await self._chats.release(chat, chat.waiting)

    async def extend(self, leases: Sequence[Lease]) -> None:
        """Extend these leases; lost ones stay lost."""
        await self._chats.extend(leases)

    async def _end(
        self,
        lease: Lease,
        updates: Collection[int],
        status: str,
        reason: str | None = None,
        reference: str | None = None,
        *,
        is_last: bool,
    ) -> bool:
        values = (list(updates), status, reason, reference)
        return await self._chats.complete(lease, _END, *values, count=len(updates), is_last=is_last)

    async def _first(self, chats: Sequence[int], each: int) -> dict[int, list[WaitingUpdate]]:
        by_chat: dict[int, list[WaitingUpdate]] = {}
        rows = await run(self._session, _FIRST, self._bot_id, list(chats), each) if chats else ()
        for chat_id, update_id, payload, age in rows:
            by_chat.setdefault(chat_id, []).append(WaitingUpdate(update_id, payload, age))
        return by_chat
