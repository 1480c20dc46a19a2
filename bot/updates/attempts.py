"""Attempts at updates: a handler's changes, its replies and the end of the update are one transaction.

A failed update is tried three times; one that needs an unavailable service waits for it.
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import structlog
from aiogram import Bot, Dispatcher
from aiogram.methods import TelegramMethod

from bot.context import AppContext
from bot.inbox.grouping import Batch
from bot.middlewares.handler_data import UpdateAttempt
from bot.outbox.replies import Reply, replies_in, stored, unstored
from bot.outbox.unstored import UnstoredSender
from bot.queue_worker import QueueWorker
from bot.services import Services, open_services
from bot.updates.large_files import LargeFiles
from bot.updates.outages import Outages, is_outage
from bot.updates.refusals import Refusals, refusals_of, unreadable_update_replies
from kernel.chats.outbox import ChatReplies
from kernel.database import is_connection_lost
from kernel.errors import AppError
from kernel.leases import Lease, LeaseLost

MAX_ATTEMPTS: Final = 3
# A process may end for any reason. What it was handling is a suspect, and is tried three times alone.
MAX_DEATHS: Final = 1 + MAX_ATTEMPTS
_RETRY_DELAYS_SECONDS: Final = (1.0, 3.0)
# A restart of Postgres takes a few seconds; after that nothing should wait for more than a second.
_DATABASE_RETRY_DELAYS_SECONDS: Final = (0.1, 0.3, *30 * (1.0,))
_OUTAGE_RETRY_DELAY_SECONDS: Final = 1.0
_LARGE_FILE_RETRY_DELAY_SECONDS: Final = 0.5
_MAX_OUTAGE: Final = timedelta(days=1)
# A file is downloaded in two minutes at most, and analysed and stored in less.
_ATTEMPT_TIMEOUT_SECONDS: Final = 240.0
_log = structlog.get_logger(__name__)


class AttemptTimeout(Exception):
    """An attempt took too long."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Lease of a chat; `is_last` if no other update was claimed in it."""

    lease: Lease
    is_last: bool


@dataclass(slots=True)
class _AfterCommit:
    """Work to do after the commit; this process may send the `claimed` replies."""

    unstored: list[TelegramMethod[Any]] = field(default_factory=list)
    claimed: list[ChatReplies] = field(default_factory=list)
    replies_wait: bool = False
    more_updates_wait: bool = False
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts at updates; `wake_in` wakes the inbox's worker after so many seconds."""

    app: AppContext
    dispatcher: Dispatcher
    bot: Bot
    outages: Outages
    unstored_sender: UnstoredSender
    outbox: QueueWorker[ChatReplies]
    wake_in: Callable[[float], None]
    large_files: LargeFiles = field(default_factory=LargeFiles)

    def services(self) -> AbstractAsyncContextManager[Services]:
        return open_services(self.app, self.bot.id)

    async def handle(self, batch: Batch, claim: Claim) -> bool:
        """Handle a batch; return whether it is done or dead, so that the chat continues. Raises LeaseLost."""
        if claim.lease.attempts > MAX_DEATHS:
            await self._set_aside(batch, claim, "the process ended in each attempt")
            return True
        if self.large_files.is_busy_for(batch):
            # Waiting here would take the place of an update that is handled quickly.
            await self._postpone(claim, _LARGE_FILE_RETRY_DELAY_SECONDS, counts=False)
            return False
        try:
            async with self.large_files.slot_for(batch):
                while await self._handle_part(batch, claim):
                    pass
        except LeaseLost:
            raise
        except Exception as fault:
            return await self._fail(batch, claim, fault)
        self.outages.end(batch.updates[0].update_id)
        return True

    async def _handle_part(self, batch: Batch, claim: Claim) -> bool:
        """Handle the batch, or a part; return whether there is more. Retry while Postgres restarts."""
        for delay in _DATABASE_RETRY_DELAYS_SECONDS:
            try:
                return await self._in_time(batch, claim)
            except Exception as fault:
                if not is_connection_lost(fault):
                    raise
                _log.warning("database_unavailable", delay=delay, fault=str(fault))
            self._send_outage_notice(batch)
            await asyncio.sleep(delay)
        return await self._in_time(batch, claim)

    async def _in_time(self, batch: Batch, claim: Claim) -> bool:
        try:
            async with asyncio.timeout(_ATTEMPT_TIMEOUT_SECONDS) as timeout:
                return await self._attempt(batch, claim)
        except TimeoutError as late:
            if timeout.expired():
                raise AttemptTimeout from late
            raise

    async def _attempt(self, batch: Batch, claim: Claim) -> bool:
        attempt, done = None, _AfterCommit()
        try:
            async with self.services() as services:
                attempt = UpdateAttempt(services, batch.messages)
                await self._end(attempt, batch, claim, await self._replies(batch, attempt), done)
        except AppError as refusal:
            if attempt is None:
                raise
            # The transaction is rolled back; what the handler has set in the attempt is not.
            async with self.services() as services:
                attempt.services, attempt.has_more = services, False
                refusals = await self._refusals(batch, services)
                replies = [*attempt.error_replies, *(refusals.of_error(refusal) if refusals else [])]
                await self._end(attempt, batch, claim, replies, done)
        self._follow_up(done)
        return done.has_more

    async def _replies(self, batch: Batch, attempt: UpdateAttempt) -> list[Reply]:
        first = batch.updates[0]
        if first.update is None:
            return unreadable_update_replies(first.raw)
        return replies_in(await self.dispatcher.feed_update(self.bot, first.update, attempt=attempt))

    async def _end(
        self, attempt: UpdateAttempt, batch: Batch, claim: Claim, replies: Sequence[Reply], done: _AfterCommit
    ) -> None:
        """Store the replies, and complete the batch unless its handler has more to do. Raises LeaseLost."""
        services = attempt.services
        if attempt.conversation:
            await attempt.conversation.save(services.conversations)
        await self._store(services, replies, done)
        done.has_more = attempt.has_more
        ids, is_last = ([], False) if done.has_more else (batch.ids, claim.is_last)
        is_gone = await services.inbox.complete(claim.lease, ids, is_last=is_last)
        done.more_updates_wait = is_last and not is_gone

    async def _store(self, services: Services, replies: Sequence[Reply], done: _AfterCommit) -> None:
        done.unstored = unstored(replies)
        token = uuid4() if self.outbox.has_room else None
        done.claimed = await services.outbox.add(stored(replies), token)
        done.replies_wait = len(done.claimed) < len(replies) - len(done.unstored)

    def _follow_up(self, done: _AfterCommit) -> None:
        """Send what may be sent once the attempt is committed."""
        self.unstored_sender.send(done.unstored)
        self.outbox.offer(done.claimed)
        if done.replies_wait:
            self.outbox.wake()
        if done.more_updates_wait:
            self.wake_in(0.0)

    async def _fail(self, batch: Batch, claim: Claim, fault: Exception) -> bool:
        if is_outage(fault) and batch.updates[0].age < _MAX_OUTAGE:
            _log.warning("update_postponed", updates=batch.ids, fault=repr(fault))
            self._send_outage_notice(batch)
            await self._postpone(claim, _OUTAGE_RETRY_DELAY_SECONDS, counts=False)
            return False
        if claim.lease.attempts >= MAX_ATTEMPTS:
            await self._set_aside(batch, claim, repr(fault), fault)
            return True
        _log.warning("update_retried", updates=batch.ids, exc_info=fault)
        await self._postpone(claim, _RETRY_DELAYS_SECONDS[claim.lease.attempts - 1], counts=True)
        return False

    async def _set_aside(
        self, batch: Batch, claim: Claim, reason: str, fault: Exception | None = None
    ) -> None:
        """Give up on a batch: log it, tell its sender, and let the chat continue."""
        reference = secrets.token_hex(4)
        replies = await self._apology(batch, reference)
        try:
            dead = await self._store_dead(batch, claim, reason, reference, replies)
        except Exception as refusal:
            if isinstance(refusal, LeaseLost) or is_connection_lost(refusal):
                raise
            _log.error("apology_failed", reference=reference, exc_info=refusal)
            dead = await self._store_dead(batch, claim, reason, reference, ())
        _log.error(
            "update_set_aside",
            reference=reference,
            updates=batch.ids,
            reason=reason,
            dead=dead,
            exc_info=fault,
        )

    async def _store_dead(
        self, batch: Batch, claim: Claim, reason: str, reference: str, replies: Sequence[Reply]
    ) -> int:
        """Mark the batch as dead; return how many updates are dead. Raises LeaseLost."""
        done = _AfterCommit()
        async with self.services() as services:
            await self._store(services, replies, done)
            dead = await services.inbox.set_aside(
                claim.lease, batch.ids, reason, reference, is_last=claim.is_last
            )
        self._follow_up(done)
        return dead

    async def _apology(self, batch: Batch, reference: str) -> Sequence[Reply]:
        """Return replies to the sender; none if even finding the sender fails."""
        try:
            async with self.services() as services:
                refusals = await self._refusals(batch, services)
        except Exception as fault:
            if is_connection_lost(fault):
                raise
            _log.error("apology_failed", reference=reference, exc_info=fault)
            return []
        return refusals.of_failure(reference) if refusals else []

    async def _postpone(self, claim: Claim, seconds: float, *, counts: bool) -> None:
        async with self.services() as services:
            await services.inbox.postpone(claim.lease, timedelta(seconds=seconds), counts=counts)
        self.wake_in(seconds)

    async def _refusals(self, batch: Batch, services: Services) -> Refusals | None:
        update = batch.updates[0].update
        return await refusals_of(update, services, self.app) if update else None

    def _send_outage_notice(self, batch: Batch) -> None:
        """Send the notice of a longer outage, unstored: the outbox may be unavailable."""
        first = batch.updates[0]
        if first.update and self.outages.needs_notice(first.update_id):
            self.unstored_sender.send(self.outages.notice(first.update))
