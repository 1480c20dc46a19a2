"""Work on the inbox: chats in which updates wait are claimed, and their updates handled in order."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import structlog

from bot.inbox.grouping import Batch, ParsedUpdate, Wait, group_in, next_batch
from bot.outbox.origins import ReplyOrigin
from bot.queue_worker import Queue
from bot.updates.attempts import Attempts, Claim
from bot.updates.raw_updates import parse_update
from kernel.chats.inbox import Inbox, WaitingChat, WaitingUpdate
from kernel.chats.statements import commit_quickly
from kernel.leases import Lease
from kernel.request_id import request

_MAX_UPDATES_A_TURN: Final = 20
# A larger group becomes several pastes: some 8 MB of text.
_MAX_GROUP_UPDATES: Final = 2_000
# A larger group is not read again for each message that comes, but once in a silence period.
_LARGE_GROUP_UPDATES: Final = 30
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class InboxQueue:
    """Claims chats of the inbox for a worker."""

    attempts: Attempts

    def queue(self) -> Queue[WaitingChat]:
        return Queue("inbox", self._claim, self._work, self._extend, self._claim_suspect)

    async def _claim(self, limit: int, busy: Collection[int]) -> list[WaitingChat]:
        async with self._inbox() as inbox:
            return await inbox.claim(limit, _MAX_UPDATES_A_TURN, busy, is_suspect=False)

    async def _claim_suspect(self, busy: Collection[int]) -> list[WaitingChat]:
        async with self._inbox() as inbox:
            return await inbox.claim(1, _MAX_UPDATES_A_TURN, busy, is_suspect=True)

    async def _extend(self, leases: Sequence[Lease]) -> None:
        async with self._inbox() as inbox:
            await inbox.extend(leases)

    async def _work(self, claimed: WaitingChat) -> None:
        """Handle the chat's updates. Raises LeaseLost."""
        await ChatTurn(self.attempts, claimed).run()

    @asynccontextmanager
    async def _inbox(self) -> AsyncIterator[Inbox]:
        """Open the inbox in a transaction that does not wait for the disk: leases may be lost in a crash."""
        async with self.attempts.app.sessions.begin() as session:
            await commit_quickly(session)
            yield Inbox(session, self.attempts.bot.id)


class ChatTurn:
    """Turn of one claimed chat: its updates are handled in order, until all are done or one has to wait."""

    def __init__(self, attempts: Attempts, claimed: WaitingChat) -> None:
        self._attempts = attempts
        self._chat = claimed.chat
        self._lease = claimed.chat.lease
        self._waiting = [self._parsed(one) for one in claimed.updates]
        self._loaded_at = asyncio.get_running_loop().time()
        self._are_all_loaded = claimed.chat.waiting <= len(claimed.updates)

    async def run(self) -> None:
        """Handle the updates, or release the chat if there are none. Raises LeaseLost."""
        if not self._waiting:
            async with self._attempts.services() as services:
                await services.inbox.release(self._chat)
        while self._waiting:
            if self._is_group_cut():
                await self._load_more()
            silence_period = self._attempts.app.grouping.silence_period
            is_complete = len(self._waiting) >= _MAX_GROUP_UPDATES
            batch = next_batch(self._with_current_ages(), silence_period, is_complete=is_complete)
            if isinstance(batch, Wait):
                await self._wait_for_more(batch.time)
                return
            if not await self._handle(batch):
                return

    async def _handle(self, batch: Batch) -> bool:
        """Handle one batch; return whether the chat continues."""
        done = {one.update_id for one in batch.updates}
        rest = [one for one in self._waiting if one.update_id not in done]
        received_at = time.time() - batch.updates[0].age.total_seconds()
        claim = Claim(self._lease, not rest, ReplyOrigin(batch.request_id, batch.kind, received_at))
        with request(batch.request_id):
            is_done = await self._attempts.handle(batch, claim)
        if not is_done:
            return False
        self._waiting = rest
        # Attempts are counted for each batch.
        self._lease = replace(self._lease, attempts=1)
        return True

    async def _wait_for_more(self, time: timedelta) -> None:
        """Postpone the chat for the rest of its group, and show that the bot is typing."""
        is_large = len(self._waiting) > _LARGE_GROUP_UPDATES
        async with self._attempts.services() as services:
            await services.inbox.postpone(self._lease, time, counts=False, ignores_new_items=is_large)
        self._attempts.wake_in(time.total_seconds())
        self._attempts.unstored_sender.show_typing(self._chat.chat_id)

    def _is_group_cut(self) -> bool:
        """Return whether updates that were not loaded may belong to the first group."""
        group = [] if self._are_all_loaded else group_in(self._waiting)
        return bool(group) and group[0] is self._waiting[0] and group[-1] is self._waiting[-1]

    async def _load_more(self) -> None:
        async with self._attempts.services() as services:
            updates = await services.inbox.first(self._chat, _MAX_GROUP_UPDATES)
        self._waiting = [self._parsed(one) for one in updates]
        self._loaded_at = asyncio.get_running_loop().time()
        self._are_all_loaded = True

    def _with_current_ages(self) -> list[ParsedUpdate]:
        since = timedelta(seconds=asyncio.get_running_loop().time() - self._loaded_at)
        return [replace(one, age=one.age + since) for one in self._waiting]

    def _parsed(self, waiting: WaitingUpdate) -> ParsedUpdate:
        try:
            raw = json.loads(waiting.payload)
            update = parse_update(raw, self._attempts.bot)
        except Exception as fault:  # such as JSON that is nested too deeply
            _log.error("update_unreadable", update=waiting.update_id, exc_info=fault)
            raw, update = {}, None
        return ParsedUpdate(waiting.update_id, raw, update, waiting.age)
