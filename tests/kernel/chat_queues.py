"""Inbox and outbox for the tests: each method is a transaction, as of another worker."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import text

from kernel.chats.inbox import Inbox, ReceivedUpdate, WaitingChat
from kernel.chats.outbox import ChatReplies, Outbox
from kernel.chats.queue import are_due
from kernel.database import Sessions
from kernel.leases import Lease

BOT: Final = 42
NO_DELAY: Final = timedelta()
LEASE: Final = timedelta(hours=1)


class Chats:
    """`table` is the table of the chats."""

    table: str

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions

    async def time_passes(self, length: timedelta) -> None:
        await self.execute(
            f"UPDATE bot.{self.table} SET due_at = due_at - CAST(:length AS interval)", length=length
        )

    async def all(self) -> list[tuple[Any, ...]]:
        """Return of each chat its id, the number of waiting items, the attempts, and whether it is leased."""
        columns = "chat_id, waiting, attempts, lease IS NOT NULL"
        return await self.execute(f"SELECT {columns} FROM bot.{self.table} ORDER BY chat_id")

    async def due(self) -> list[int]:
        query = f"SELECT chat_id FROM bot.{self.table} WHERE due_at <= now() ORDER BY chat_id"
        return [chat for (chat,) in await self.execute(query)]

    async def are_due(self, bot: int = BOT, within: timedelta = NO_DELAY) -> tuple[bool, bool]:
        async with self.sessions.begin() as session:
            return await are_due(session, bot, within)

    async def execute(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        async with self.sessions.begin() as session:
            result = await session.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []  # type: ignore[attr-defined]


class InboxChats(Chats):
    table = "inbox_chats"

    @asynccontextmanager
    async def inbox(self, bot: int = BOT) -> AsyncIterator[Inbox]:
        async with self.sessions.begin() as session:
            yield Inbox(session, bot)

    async def add(self, chat: int, *updates: int, payload: str = "{}", bot: int = BOT) -> dict[int, int]:
        """Add updates; return the number of waiting ones in each of their chats."""
        async with self.inbox(bot) as inbox:
            added, _ = await inbox.add([ReceivedUpdate(number, chat, payload) for number in updates])
        return {chat: here.waiting for chat, here in added.items()}

    async def claim(
        self, limit: int = 10, each: int = 20, busy: Collection[int] = (), bot: int = BOT
    ) -> list[WaitingChat]:
        async with self.inbox(bot) as inbox:
            return await inbox.claim(limit, each, busy)

    async def complete(self, lease: Lease, *updates: int, is_last: bool) -> None:
        async with self.inbox() as inbox:
            await inbox.complete(lease, updates, is_last=is_last)

    async def postpone(self, lease: Lease, delay: timedelta, *, counts: bool) -> None:
        async with self.inbox() as inbox:
            await inbox.postpone(lease, delay, counts=counts)

    async def updates(self) -> list[tuple[Any, ...]]:
        """Return id, status and payload of each update."""
        return await self.execute("SELECT update_id, status, payload FROM bot.updates ORDER BY update_id")


class OutboxChats(Chats):
    table = "outbox_chats"

    @asynccontextmanager
    async def outbox(self, bot: int = BOT) -> AsyncIterator[Outbox]:
        async with self.sessions.begin() as session:
            yield Outbox(session, bot)

    async def add(self, chat: int, *payloads: str) -> None:
        async with self.outbox() as outbox:
            await outbox.add([(chat, payload) for payload in payloads])

    async def claim(
        self, limit: int = 10, each: int = 20, busy: Collection[int] = (), bot: int = BOT
    ) -> list[ChatReplies]:
        async with self.outbox(bot) as outbox:
            return await outbox.claim(limit, each, busy)

    async def complete(self, lease: Lease, reply: int, *, is_last: bool) -> None:
        async with self.outbox() as outbox:
            await outbox.complete(lease, reply, is_last=is_last)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases so long that none runs out while a slow machine runs the test."""
    monkeypatch.setattr("kernel.chats.queue.LEASE", LEASE)


async def claimed_one(chats: InboxChats) -> Lease:
    (claimed,) = await chats.claim()
    return claimed.chat.lease


def chats_in(claimed: Sequence[WaitingChat | ChatReplies]) -> list[int]:
    return [one.chat.chat_id for one in claimed]


def numbers_in(claimed: WaitingChat) -> list[int]:
    return [one.update_id for one in claimed.updates]


def payloads_in(claimed: ChatReplies) -> list[str]:
    return [one.payload for one in claimed.replies]
