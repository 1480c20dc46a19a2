"""The outbox: replies that wait until Telegram has them, committed with what they tell of."""

from collections import Counter
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
    FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY AS new (chat_id, payload, place) ORDER BY place
    RETURNING id, chat_id, payload
"""
# As a range: see the inbox.
_FIRST: Final = """
    SELECT chat_id, id, payload
    FROM unnest($2::bigint[]) AS chats (claimed) CROSS JOIN LATERAL (
        SELECT chat_id, id, payload FROM bot.replies
        WHERE bot_id = $1 AND chat_id BETWEEN claimed AND claimed ORDER BY chat_id, id LIMIT $3
    ) AS first ORDER BY id
"""
_DELETE: Final = "DELETE FROM bot.replies WHERE id = ANY ($1::bigint[]) RETURNING id"
_REMOVE_ALL: Final = """
    DELETE FROM bot.outbox_chats AS known
    USING unnest($2::bigint[], $3::uuid[]) AS done (chat_id, lease)
    WHERE known.bot_id = $1 AND known.chat_id = done.chat_id AND known.lease = done.lease
        AND known.waiting <= 1
    RETURNING known.chat_id
"""
_MOVE: Final = "UPDATE bot.replies SET chat_id = $3 WHERE bot_id = $1 AND chat_id = $2 RETURNING id"


@dataclass(frozen=True, slots=True)
class PendingReply:
    id: int
    payload: str


@dataclass(frozen=True, slots=True)
class ChatReplies:
    """`replies`: the first that wait, in order; of `chat.waiting` there may be more."""

    chat: ClaimedChat
    replies: list[PendingReply]


class Outbox:
    def __init__(self, session: AsyncSession, bot_id: int) -> None:
        self._session = session
        self._bot_id = bot_id
        self._chats = ChatQueue(session, OutboxChatRow, bot_id, is_hastened=False)

    async def add(self, replies: Sequence[tuple[int, str]], token: UUID | None = None) -> list[ChatReplies]:
        """Store payloads, each with its chat, to be sent in this order. Return the chats that are leased by
        the `token`, in which nothing else waited."""
        if not replies:
            return []
        columns = map(list, zip(*replies, strict=True))
        added: dict[int, list[PendingReply]] = {}
        for number, chat, payload in sorted(await run(self._session, _ADD, self._bot_id, *columns)):
            added.setdefault(chat, []).append(PendingReply(number, payload))
        chats = await self._chats.announce(Counter(chat for chat, _ in replies), token)
        return [
            ChatReplies(chat.claimed, added[chat.chat_id])
            for chat in chats.values()
            if chat.claimed is not None
        ]

    async def claim(self, limit: int, each: int, busy: Collection[int]) -> list[ChatReplies]:
        """Take the chats that have been due longest, with the first `each` replies, but none that is `busy`:
        commit before sending."""
        claimed = await self._chats.claim(limit, busy)
        replies = await self._first([chat.chat_id for chat in claimed], each)
        return [ChatReplies(chat, replies.get(chat.chat_id, [])) for chat in claimed]

    async def complete(self, lease: Lease, reply: int, *, is_last: bool) -> bool:
        """Note that a reply was sent, or never will be. After the last one the chat is let go of. Return
        whether nothing waits in it. Raises LeaseLost."""
        if not await run(self._session, _DELETE, [reply]):
            raise LeaseLost  # it was noted before, and nobody heard of it
        return await self._chats.advance(lease, 1, is_last=is_last)

    async def complete_last(self, sent: Mapping[int, Lease]) -> dict[int, bool]:
        """As `complete` for the last replies of several chats, by reply. What is not in the answer has lost
        its lease."""
        deleted = {row.id for row in await run(self._session, _DELETE, list(sent))}
        sent = {reply: lease for reply, lease in sent.items() if reply in deleted}
        leases = {lease.key[1]: lease.token for lease in sent.values()}
        rows = await run(self._session, _REMOVE_ALL, self._bot_id, list(leases), list(leases.values()))
        gone = {row.chat_id for row in rows}
        noted: dict[int, bool] = {}
        for reply, lease in sent.items():
            with suppress(LeaseLost):
                is_gone = lease.key[1] in gone
                noted[reply] = is_gone or await self._chats.advance(lease, 1, is_last=True)
        return noted

    async def postpone(self, lease: Lease, delay: timedelta, *, counts: bool) -> None:
        """Let go of the chat, which goes on after the delay. Raises LeaseLost."""
        await self._chats.postpone(lease, delay, counts=counts)

    async def release(self, chat: ClaimedChat) -> None:
        """Let go of a chat in which nothing waits. Raises LeaseLost."""
        await self._chats.advance(chat.lease, chat.waiting, is_last=True)

    async def extend(self, leases: Sequence[Lease]) -> None:
        await self._chats.extend(leases)

    async def move(self, chat: ClaimedChat, to: int) -> None:
        """Give what waits to the chat that this one has become (a group that is a supergroup now).

        Raises LeaseLost.
        """
        moved = len(await run(self._session, _MOVE, self._bot_id, chat.chat_id, to))
        await self._chats.announce({to: moved})
        await self._chats.advance(chat.lease, moved, is_last=True)

    async def _first(self, chats: Sequence[int], each: int) -> dict[int, list[PendingReply]]:
        found: dict[int, list[PendingReply]] = {}
        rows = await run(self._session, _FIRST, self._bot_id, list(chats), each) if chats else ()
        for chat_id, reply, payload in rows:
            found.setdefault(chat_id, []).append(PendingReply(reply, payload))
        return found
