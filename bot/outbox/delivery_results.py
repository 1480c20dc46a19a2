"""Notes in Postgres what became of replies, also when that restarts; those of one moment together."""

import asyncio
from asyncio import Future, Task
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

import structlog

from kernel.chats.outbox import Outbox
from kernel.chats.statements import commit_quickly
from kernel.database import Sessions, is_connection_lost
from kernel.leases import Lease, LeaseLost

# What Telegram has must be noted, or it would be sent again: a restart of Postgres takes a few seconds.
_AGAIN: Final = (0.1, 0.3, *30 * (1.0,))  # seconds
Result = TypeVar("Result")
_log = structlog.get_logger(__name__)


class OutboxNotes:
    def __init__(self, sessions: Sessions, bot_id: int) -> None:
        self._sessions = sessions
        self._bot_id = bot_id
        self._sent: dict[int, tuple[Lease, Future[bool]]] = {}
        self._noting: Task[None] | None = None

    async def last_is_sent(self, reply: int, lease: Lease) -> bool:
        """Note that the last known reply of a chat was sent, or never will be; return whether nothing else
        waits there. Raises LeaseLost."""
        noted: Future[bool] = asyncio.get_running_loop().create_future()
        self._sent[reply] = lease, noted
        if self._noting is None:
            self._noting = asyncio.create_task(self._note_all())
        return await noted

    async def note(self, change: Callable[[Outbox], Awaitable[Result]]) -> Result:
        """Also when Postgres restarts meanwhile."""
        for wait in _AGAIN:
            try:
                async with self.outbox() as outbox:
                    return await change(outbox)
            except Exception as fault:
                if not is_connection_lost(fault):
                    raise
                _log.warning("no database, trying again", wait=wait, fault=repr(fault))
            await asyncio.sleep(wait)
        async with self.outbox() as outbox:
            return await change(outbox)

    @asynccontextmanager
    async def outbox(self) -> AsyncIterator[Outbox]:
        """In a transaction. If Postgres ends before it is on the disk, a reply is sent twice, as if this
        process had ended before it could note that it was sent."""
        async with self._sessions.begin() as session:
            await commit_quickly(session)
            yield Outbox(session, self._bot_id)

    async def _note_all(self) -> None:
        while self._sent:
            sent, self._sent = self._sent, {}
            await self._note_some(sent)
        self._noting = None

    async def _note_some(self, sent: dict[int, tuple[Lease, Future[bool]]]) -> None:
        leases = {reply: lease for reply, (lease, _) in sent.items()}
        try:
            noted = await self.note(lambda outbox: outbox.complete_last(leases))
        except Exception as fault:
            for _, future in sent.values():
                if not future.done():
                    future.set_exception(fault)
            return
        for reply, (_, future) in sent.items():
            if future.done():
                continue
            if reply in noted:
                future.set_result(noted[reply])
            else:
                future.set_exception(LeaseLost())
