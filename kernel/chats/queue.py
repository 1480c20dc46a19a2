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
                WHEN {is_hastened} AND known.lease IS NULL AND known.attempts = 0
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


@dataclass(frozen=True, slots=True)
class ClaimedChat:
    """A leased chat. `waiting` is the number of its items when it was claimed."""

    chat_id: int
    lease: Lease
    waiting: int


@dataclass(frozen=True, slots=True)
class AnnouncedChat:
    """A chat to which items were added.

    `added` has the numbers of the new items, `waiting` is the number of all. `claimed` is the lease of the
    caller where nothing else waited there, else None.
    """

    chat_id: int
    added: list[int]
    waiting: int
    claimed: ClaimedChat | None

    @property
    def new(self) -> int:
        return len(self.added)


class ChatQueue:
    """The chats of the inbox or of the outbox.

    `is_hastened`: a new item makes a postponed chat due at once, unless an attempt at its first item has
    failed. Otherwise a postponed chat is due when its delay is over.
    """

    def __init__(
        self, session: AsyncSession, chats: type[QueuedChatRow], bot_id: int, *, is_hastened: bool
    ) -> None:
        self._is_hastened = is_hastened
        self._session = session
        self._chats = chats
        self._bot_id = bot_id
        self._leases = Leases(session, chats, LEASE)
        self._table = inspect(chats).local_table.description

    async def add(self, statement: str, *values: Any, token: UUID | None = None) -> dict[int, AnnouncedChat]:
        """Add items by a statement, and make their chats due.

        The statement gets the bot as `$1` and the values from `$4` on, and returns each `number` with its
        `chat_id`. With a `token`, chats in which nothing else waits are leased by it at once.
        """
        adding = _ADD.format(statement=statement, chats=self._table, is_hastened=self._is_hastened)
        delay = LEASE if token else timedelta()
        chats: dict[int, AnnouncedChat] = {}
        for number, chat, waiting, lease in await run(
            self._session, adding, self._bot_id, delay, token, *values
        ):
            if chat not in chats:
                claimed = self._claimed(chat, waiting, lease, token)
                chats[chat] = AnnouncedChat(chat, [], waiting, claimed)
            chats[chat].added.append(number)
        return chats

    async def claim(
        self, limit: int, busy: Collection[int], *, is_suspect: bool | None = None
    ) -> list[ClaimedChat]:
        """Lease the chats that have been due longest, except `busy` ones. Commit before working.

        A chat is suspect if an attempt at its first item has failed, or a process died during one. None
        stands for suspect and other chats.
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
        await self._leases.extend(leases)

    async def complete(self, lease: Lease, statement: str, *values: Any, count: int, is_last: bool) -> bool:
        """Complete `count` items by a statement, which gets the bot as `$1` and the values from `$6` on.

        With `is_last`, the chat is released: deleted where nothing else waits in it, else due. Return whether
        it was deleted. Raises LeaseLost.
        """
        completing = _COMPLETE.format(statement=statement, chats=self._table)
        rows = await run(self._session, completing, *lease.key, lease.token, count, is_last, *values)
        [(done, is_gone)] = rows
        if done < count:
            raise LeaseLost  # committed before, by a transaction whose result was not received
        if not is_gone:
            await self.go_on(lease, count, is_last=is_last)
        return bool(is_gone)

    async def go_on(self, lease: Lease, count: int, *, is_last: bool) -> None:
        """Subtract `count` completed items from a chat in which others wait. Raises LeaseLost."""
        # Attempts are counted per item, and the next item is now at its first.
        now = (0, None, timedelta()) if is_last else (1, lease.token, LEASE)
        await self._change(lease, count, *now)

    async def release(self, chat: ClaimedChat, count: int) -> None:
        """Release a chat whose `count` items are gone; delete it unless others have been added.

        Raises LeaseLost.
        """
        gone = _REMOVE.format(chats=self._table)
        if not await run(self._session, gone, *chat.lease.key, chat.lease.token, count):
            await self.go_on(chat.lease, count, is_last=True)

    async def postpone(
        self, lease: Lease, delay: timedelta, *, counts: bool, is_undisturbed: bool = False
    ) -> None:
        """Release a chat, to be due after the delay; with `is_undisturbed`, also when new items arrive.

        Raises LeaseLost.
        """
        if is_undisturbed:
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
    """Return whether chats of the inbox, and of the outbox, are due within some time."""
    [(inbox, outbox)] = await run(session, _ARE_DUE, bot_id, within)
    return bool(inbox), bool(outbox)
