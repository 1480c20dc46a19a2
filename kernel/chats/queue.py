"""The queue of chats in which items (updates or replies) wait.

One worker at a time leases a chat, and handles its items in order.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import all_, inspect, literal
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.chats.statements import run
from kernel.chats.tables import QueuedChatRow
from kernel.leases import Lease, LeaseLost, Leases, lease_of

# A worker extends its leases long before they end. After a kill, another worker continues this much later.
LEASE: Final = timedelta(seconds=10)
# Items and their chats are written by one statement, because two would take nearly twice as long. Chats are
# locked in order, so that parallel statements cannot deadlock.
_ADD: Final = """
    WITH added AS ({statement}), known AS (
        INSERT INTO bot.{chats} AS known (bot_id, chat_id, waiting, due_at, attempts, lease)
        SELECT $1, chat_id, count(*), statement_timestamp() + $2::interval,
            ($3::uuid IS NOT NULL)::integer, $3::uuid
        FROM added GROUP BY chat_id ORDER BY chat_id
        ON CONFLICT (bot_id, chat_id) DO UPDATE SET
            waiting = known.waiting + excluded.waiting,
            due_at = CASE
                WHEN {new_items_end_delay} AND known.lease IS NULL AND known.attempts = 0
                THEN least(known.due_at, statement_timestamp())
                ELSE known.due_at
            END
        RETURNING chat_id, waiting, lease
    )
    SELECT number, chat_id, waiting, lease FROM added JOIN known USING (chat_id) ORDER BY number
"""
_COMPLETE: Final = """
    WITH done AS ({statement}), gone AS (
        DELETE FROM bot.{chats}
        WHERE bot_id = $1 AND chat_id = $2 AND lease = $3 AND waiting <= $4 AND $5 RETURNING chat_id
    )
    SELECT (SELECT count(*) FROM done), EXISTS (SELECT FROM gone)
"""
_REMOVE: Final = """
    DELETE FROM bot.{chats} WHERE bot_id = $1 AND chat_id = $2 AND lease = $3 AND waiting <= $4
    RETURNING chat_id
"""
_CHANGE: Final = """
    UPDATE bot.{chats} SET waiting = waiting - $4, attempts = $5, lease = $6,
        due_at = statement_timestamp() + $7::interval
    WHERE bot_id = $1 AND chat_id = $2 AND lease = $3 RETURNING chat_id
"""
_ARE_DUE: Final = """
    WITH moment AS (SELECT statement_timestamp() + $2::interval AS soon)
    SELECT
        EXISTS (SELECT FROM bot.inbox_chats WHERE bot_id = $1 AND due_at <= soon),
        EXISTS (SELECT FROM bot.outbox_chats WHERE bot_id = $1 AND due_at <= soon)
    FROM moment
"""
_LONGEST_WAIT: Final = """
    SELECT coalesce(extract(epoch FROM statement_timestamp() - min(due_at)), 0)
    FROM bot.inbox_chats WHERE bot_id = $1
"""


@dataclass(frozen=True, slots=True)
class ClaimedChat:
    """A leased chat. `waiting` is the number of its items when it was claimed."""

    chat_id: int
    lease: Lease
    waiting: int


@dataclass(frozen=True, slots=True)
class AddedItems:
    """The items that were added to one chat: `numbers` are their ids.

    `waiting` is the number of all items that now wait in the chat. `claimed` is the chat where the caller has
    leased it, because nothing else waited there, else None.
    """

    chat_id: int
    numbers: list[int]
    waiting: int
    claimed: ClaimedChat | None

    @property
    def count(self) -> int:
        return len(self.numbers)


class ChatQueue:
    """The chats of the inbox or of the outbox.

    `new_items_end_delay`: a new item makes a postponed chat due at once, unless an attempt at its first item
    has failed. Otherwise a postponed chat is due when its delay is over.
    """

    def __init__(
        self, session: AsyncSession, chats: type[QueuedChatRow], bot_id: int, *, new_items_end_delay: bool
    ) -> None:
        self._new_items_end_delay = new_items_end_delay
        self._session = session
        self._chats = chats
        self._bot_id = bot_id
        self._leases = Leases(session, chats, LEASE)
        self._table = inspect(chats).local_table.description

    async def add(self, statement: str, *values: Any, token: UUID | None = None) -> dict[int, AddedItems]:
        """Add items by a statement, and make their chats due. Return the items of each chat by its id.

        The statement gets the bot as `$1` and the values from `$4` on, and returns each `number` with its
        `chat_id`. With a `token`, chats in which nothing else waits are leased by it at once.
        """
        adding = _ADD.format(
            statement=statement, chats=self._table, new_items_end_delay=self._new_items_end_delay
        )
        delay = LEASE if token else timedelta()
        chats: dict[int, AddedItems] = {}
        for number, chat, waiting, lease in await run(
            self._session, adding, self._bot_id, delay, token, *values
        ):
            if chat not in chats:
                claimed = self._claimed(chat, waiting, lease, token)
                chats[chat] = AddedItems(chat, [], waiting, claimed)
            chats[chat].numbers.append(number)
        return chats

    async def claim(
        self, limit: int, busy: Collection[int], *, is_suspect: bool | None = None
    ) -> list[ClaimedChat]:
        """Lease the chats that have been due longest, except `busy` ones. Commit before working.

        `is_suspect`: only chats of which an attempt at the first item has failed, or ended with its process;
        False: only others; None: all.
        """
        conditions = [
            self._chats.bot_id == self._bot_id,
            self._chats.chat_id != all_(literal(list(busy), ARRAY(BIGINT))),
        ]
        if is_suspect is not None:
            conditions.append(self._chats.attempts > 0 if is_suspect else self._chats.attempts == 0)
        rows = await self._leases.claim(limit, *conditions)
        return [ClaimedChat(row.chat_id, lease_of(row), row.waiting) for row in rows]

    async def extend(self, leases: Sequence[Lease]) -> None:
        """Extend these leases; lost ones stay lost."""
        await self._leases.extend(leases)

    async def complete(self, lease: Lease, statement: str, *values: Any, count: int, is_last: bool) -> bool:
        """Complete `count` items by a statement, which gets the bot as `$1` and the values from `$6` on.

        With `is_last`, the chat is released: deleted where nothing else waits in it, else due at once. Return
        whether it was deleted. Raises LeaseLost, also where some of the items are no longer there.
        """
        completing = _COMPLETE.format(statement=statement, chats=self._table)
        rows = await run(self._session, completing, *lease.key, lease.token, count, is_last, *values)
        [(done, is_gone)] = rows
        if done < count:
            raise LeaseLost  # committed before, by a transaction whose result was not received
        if not is_gone:
            await self.subtract(lease, count, is_last=is_last)
        return bool(is_gone)

    async def subtract(self, lease: Lease, count: int, *, is_last: bool) -> None:
        """Subtract `count` completed items from those of a chat in which others wait.

        With `is_last`, the chat is released and due at once; else its lease is extended. Raises LeaseLost.
        """
        # Attempts are counted per item, and the next item is now at its first.
        next_state = (0, None, timedelta()) if is_last else (1, lease.token, LEASE)
        await self._change(lease, count, *next_state)

    async def release(self, chat: ClaimedChat, count: int) -> None:
        """Release a chat whose `count` items are gone; delete it unless others have been added.

        Raises LeaseLost.
        """
        remove = _REMOVE.format(chats=self._table)
        if not await run(self._session, remove, *chat.lease.key, chat.lease.token, count):
            await self.subtract(chat.lease, count, is_last=True)

    async def postpone(
        self, lease: Lease, delay: timedelta, *, counts: bool, ignores_new_items: bool = False
    ) -> None:
        """Release a chat, to be due after the delay.

        With `ignores_new_items`, they do not end the delay: the chat stays leased until it is over. Raises
        LeaseLost.
        """
        if ignores_new_items:
            await self._change(lease, 0, lease.attempts - (not counts), lease.token, delay)
        else:
            await self._leases.postpone(lease, delay, counts=counts)

    async def _change(
        self, lease: Lease, done: int, attempts: int, token: UUID | None, delay: timedelta
    ) -> None:
        change = _CHANGE.format(chats=self._table)
        values = (*lease.key, lease.token, done, attempts, token, delay)
        if not await run(self._session, change, *values):
            raise LeaseLost

    def _claimed(self, chat: int, waiting: int, lease: UUID | None, token: UUID | None) -> ClaimedChat | None:
        if token is None or lease != token:
            return None
        return ClaimedChat(chat, Lease((self._bot_id, chat), token, 1), waiting)


async def are_due(session: AsyncSession, bot_id: int, within: timedelta = timedelta()) -> tuple[bool, bool]:
    """Return whether any chat of the inbox, and any of the outbox, is due within some time."""
    [(inbox, outbox)] = await run(session, _ARE_DUE, bot_id, within)
    return bool(inbox), bool(outbox)


async def longest_wait(session: AsyncSession, bot_id: int) -> float:
    """Return for how many seconds a chat of the inbox has been due, and claimed by no worker."""
    # A worker extends the lease of a chat that it has claimed, so that the chat is not due.
    [(seconds,)] = await run(session, _LONGEST_WAIT, bot_id)
    return max(float(seconds), 0)
