"""Results of deliveries, stored in the outbox; those that come at the same time in one transaction."""

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

# A sent reply that is not deleted would be sent again: outlast a restart of Postgres, of some seconds.
_RETRY_DELAYS_SECONDS: Final = (0.1, 0.3, *30 * (1.0,))
Result = TypeVar("Result")
_log = structlog.get_logger(__name__)


class DeliveryResults:
    """Statements on the outbox, tried again while Postgres restarts."""

    def __init__(self, sessions: Sessions, bot_id: int) -> None:
        self._sessions = sessions
        self._bot_id = bot_id
        self._sent: dict[int, tuple[Lease, Future[bool]]] = {}
        self._completing: Task[None] | None = None

    def problem(self) -> str | None:
        """Return whether results are no longer stored. For health checks."""
        has_ended = self._completing is not None and self._completing.done()
        return "the task has ended" if has_ended else None

    async def complete_last(self, reply: int, lease: Lease) -> bool:
        """Complete the last reply of a claimed chat, in one transaction with those of other chats.

        Return whether no other reply waits in the chat. Raises LeaseLost.
        """
        completed: Future[bool] = asyncio.get_running_loop().create_future()
        self._sent[reply] = lease, completed
        if self._completing is None:
            self._completing = asyncio.create_task(self._complete_all())
        return await completed

    async def run(self, change: Callable[[Outbox], Awaitable[Result]]) -> Result:
        """Run a statement in a transaction of its own, also across a restart of Postgres."""
        for delay in _RETRY_DELAYS_SECONDS:
            try:
                async with self.outbox() as outbox:
                    return await change(outbox)
            except Exception as fault:
                if not is_connection_lost(fault):
                    raise
                _log.warning("database_unavailable", delay=delay, fault=repr(fault))
            await asyncio.sleep(delay)
        async with self.outbox() as outbox:
            return await change(outbox)

    @asynccontextmanager
    async def outbox(self) -> AsyncIterator[Outbox]:
        """Open the outbox in a transaction that does not wait for the disk.

        If Postgres crashes just then, a reply is sent twice, as after a crash of this process.
        """
        async with self._sessions.begin() as session:
            await commit_quickly(session)
            yield Outbox(session, self._bot_id)

    async def _complete_all(self) -> None:
        while self._sent:
            sent, self._sent = self._sent, {}
            await self._complete_batch(sent)
        self._completing = None

    async def _complete_batch(self, sent: dict[int, tuple[Lease, Future[bool]]]) -> None:
        leases = {reply: lease for reply, (lease, _) in sent.items()}
        try:
            completed = await self.run(lambda outbox: outbox.complete_last(leases))
        except Exception as fault:
            for _, future in sent.values():
                if not future.done():
                    future.set_exception(fault)
            return
        for reply, (_, future) in sent.items():
            if future.done():
                continue
            if reply in completed:
                future.set_result(completed[reply])
            else:
                future.set_exception(LeaseLost())
