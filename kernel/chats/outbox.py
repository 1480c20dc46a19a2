"""The outbox: replies to send, stored in the transaction of the update that they answer."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kernel.chats.queue import ChatQueue, ClaimedChat
from kernel.chats.statements import run
from kernel.chats.tables import OutboxChatRow
from kernel.leases import Lease, LeaseLost

_ADD: Final = """
    INSERT INTO bot.replies (bot_id, chat_id, payload)
    SELECT $1, chat_id, payload
    FROM unnest($4::bigint[], $5::text[]) WITH ORDINALITY AS new (chat_id, payload, place) ORDER BY place
    RETURNING id AS number, chat_id
"""
# BETWEEN, as in the inbox.
_FIRST: Final = """
    SELECT chat_id, id, payload
    FROM unnest($2::bigint[]) AS chats (claimed) CROSS JOIN LATERAL (
        SELECT chat_id, id, payload FROM bot.replies
        WHERE bot_id = $1 AND chat_id BETWEEN claimed AND claimed ORDER BY chat_id, id LIMIT $3
    ) AS first ORDER BY id
"""
_END: Final = "DELETE FROM bot.replies WHERE id = $6 RETURNING id"
_DELETE: Final = "DELETE FROM bot.replies WHERE id = ANY ($1::bigint[]) RETURNING id"
_REMOVE_ALL: Final = """
    DELETE FROM bot.outbox_chats AS known
    USING unnest($2::bigint[], $3::uuid[]) AS done (chat_id, lease)
    WHERE known.bot_id = $1 AND known.chat_id = done.chat_id AND known.lease = done.lease
        AND known.waiting <= 1
    RETURNING known.chat_id
"""
_MOVE: Final = """
    UPDATE bot.replies SET chat_id = $5 WHERE bot_id = $1 AND chat_id = $4 RETURNING id AS number, chat_id
"""


@dataclass(frozen=True, slots=True)
class PendingReply:
    """A reply that waits in a leased chat. `payload` is JSON of the bot."""

    id: int
    payload: str


@dataclass(frozen=True, slots=True)
class ChatReplies:
    """A leased chat with the first replies that wait in it, in order; `chat.waiting` is the number of all."""

    chat: ClaimedChat
    replies: list[PendingReply]


class Outbox:
    """The outbox of one bot, in one transaction."""

    def __init__(self, session: AsyncSession, bot_id: int) -> None:
        self._session = session
        self._bot_id = bot_id
        self._chats = ChatQueue(session, OutboxChatRow, bot_id, new_items_end_delay=False)

    async def add(self, replies: Sequence[tuple[int, str]], token: UUID | None = None) -> list[ChatReplies]:
        """Store payloads, each with its chat, to be sent in this order.

        Return the chats that are now leased by the `token`: those in which nothing else waits.
        """
        if not replies:
            return []
        chats = await self._chats.add(_ADD, *map(list, zip(*replies, strict=True)), token=token)
        numbers = sorted(number for chat in chats.values() for number in chat.numbers)
        payloads = dict(zip(numbers, (payload for _, payload in replies), strict=True))
        return [
            ChatReplies(chat.claimed, [PendingReply(number, payloads[number]) for number in chat.numbers])
            for chat in chats.values()
            if chat.claimed is not None
        ]

    async def claim(self, limit: int, each: int, busy: Collection[int]) -> list[ChatReplies]:
        """Lease the chats that have been due longest, except `busy` ones. Commit before sending.

        Return them with their first `each` replies.
        """
        claimed = await self._chats.claim(limit, busy)
        replies = await self._first([chat.chat_id for chat in claimed], each)
        return [ChatReplies(chat, replies.get(chat.chat_id, [])) for chat in claimed]

    async def complete(self, lease: Lease, reply: int, *, is_last: bool) -> bool:
        """Delete a reply that was sent or given up; with `is_last`, release the chat, else extend its lease.

        Return whether the chat was released and nothing waits in it. Raises LeaseLost.
        """
        return await self._chats.complete(lease, _END, reply, count=1, is_last=is_last)

    async def complete_last(self, sent: Mapping[int, Lease]) -> dict[int, bool]:
        """Complete one reply in each of several chats, and release these chats.

        Return for each reply whether nothing waits in its chat. A reply whose lease was lost is left out.
        """
        deleted = {row.id for row in await run(self._session, _DELETE, list(sent))}
        sent = {reply: lease for reply, lease in sent.items() if reply in deleted}
        leases = {lease.key[1]: lease.token for lease in sent.values()}
        rows = await run(self._session, _REMOVE_ALL, self._bot_id, list(leases), list(leases.values()))
        gone = {row.chat_id for row in rows}
        completed: dict[int, bool] = {}
        for reply, lease in sent.items():
            with suppress(LeaseLost):
                is_gone = lease.key[1] in gone
                if not is_gone:
                    await self._chats.subtract(lease, 1, is_last=True)
                completed[reply] = is_gone
        return completed

    async def postpone(self, lease: Lease, delay: timedelta, *, counts: bool) -> None:
        """Release the chat, to be due after the delay. Raises LeaseLost."""
        await self._chats.postpone(lease, delay, counts=counts)

    async def release(self, chat: ClaimedChat) -> None:
        """Release a chat in which nothing waits. Raises LeaseLost."""
        await self._chats.release(chat, chat.waiting)

    async def extend(self, leases: Sequence[Lease]) -> None:
        """Extend these leases; lost ones stay lost."""
        await self._chats.extend(leases)

    async def move(self, chat: ClaimedChat, to: int) -> None:
        """Move all replies to another chat: the supergroup that a group has become. Raises LeaseLost."""
        chats = await self._chats.add(_MOVE, chat.chat_id, to)
        await self._chats.release(chat, sum(moved.count for moved in chats.values()))

    async def _first(self, chats: Sequence[int], each: int) -> dict[int, list[PendingReply]]:
        by_chat: dict[int, list[PendingReply]] = {}
        rows = await run(self._session, _FIRST, self._bot_id, list(chats), each) if chats else ()
        for chat_id, reply, payload in rows:
            by_chat.setdefault(chat_id, []).append(PendingReply(reply, payload))
        return by_chat
