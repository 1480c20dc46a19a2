"""The inbox's queue: claims chats in which updates wait, and has each handled in turn."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from bot.queue_worker import Queue
from bot.updates.attempts import Attempts
from bot.updates.chat_turn import ChatTurn
from kernel.chats.inbox import Inbox, WaitingChat
from kernel.chats.statements import commit_quickly
from kernel.leases import Lease

_AT_A_TURN: Final = 20  # updates; then other chats have their turn


@dataclass(frozen=True, slots=True)
class UpdateHandling:
    attempts: Attempts

    def queue(self) -> Queue[WaitingChat]:
        return Queue("inbox", self._claim, self._work, self._extend, self._claim_suspect)

    async def _claim(self, limit: int, busy: Collection[int]) -> list[WaitingChat]:
        async with self._inbox() as inbox:
            return await inbox.claim(limit, _AT_A_TURN, busy, is_suspect=False)

    async def _claim_suspect(self, busy: Collection[int]) -> list[WaitingChat]:
        async with self._inbox() as inbox:
            return await inbox.claim(1, _AT_A_TURN, busy, is_suspect=True)

    async def _extend(self, leases: Sequence[Lease]) -> None:
        async with self._inbox() as inbox:
            await inbox.extend(leases)

    async def _work(self, claimed: WaitingChat) -> None:
        """Raises LeaseLost."""
        await ChatTurn(self.attempts, claimed).go()

    @asynccontextmanager
    async def _inbox(self) -> AsyncIterator[Inbox]:
        """Of what only claims and extends nothing is lost, if Postgres ends before it is on the disk."""
        async with self.attempts.house.sessions.begin() as session:
            await commit_quickly(session)
            yield Inbox(session, self.attempts.bot.id)
