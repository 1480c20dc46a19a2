"""Attempts at updates: a handler's changes, its replies and the end of the update are one transaction.

A failed update is tried three times, and then set aside. One that needs an unavailable service waits for it,
for a day at most.
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
from prometheus_client import Counter, Histogram

from bot.context import AppContext
from bot.inbox.grouping import Batch
from bot.middlewares.handler_data import UpdateAttempt
from bot.outbox.origins import ReplyOrigin
from bot.outbox.replies import Reply, outbox_rows, replies_in, unstored
from bot.outbox.unstored import UnstoredSender
from bot.queue_worker import QueueWorker
from bot.services import Services, open_services
from bot.updates.large_files import LargeFiles
from bot.updates.outages import Outages, is_outage, outage_notice
from bot.updates.refusals import Refusals, refusals_of, unreadable_update_replies
from kernel.chats.outbox import ChatReplies
from kernel.database import is_connection_lost
from kernel.errors import AppError
from kernel.leases import Lease, LeaseLost

_MAX_ATTEMPTS: Final = 3
# Another update may have ended the process: each that it was handling is tried three times more, alone.
_MAX_CLAIMS: Final = 1 + _MAX_ATTEMPTS
_RETRY_DELAYS_SECONDS: Final = (1.0, 3.0)
# A restart of Postgres takes a few seconds; after that nothing should wait for more than a second.
_DATABASE_RETRY_DELAYS_SECONDS: Final = (0.1, 0.3, *30 * (1.0,))
_OUTAGE_RETRY_DELAY_SECONDS: Final = 1.0
_LARGE_FILE_RETRY_DELAY_SECONDS: Final = 0.5
_MAX_OUTAGE: Final = timedelta(days=1)
# A file is downloaded in two minutes at most, and analysed and stored in less.
_ATTEMPT_TIMEOUT_SECONDS: Final = 240.0
_DURATIONS: Final = Histogram(
    "postebin_update_attempt_seconds",
    "Time of an attempt at an update, with its transaction, by kind of update",
    ["kind"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, _ATTEMPT_TIMEOUT_SECONDS),
)
_REFUSALS: Final = Counter(
    "postebin_update_refusals", "Updates that were answered with an error, by its code", ["code"]
)
_log = structlog.get_logger(__name__)


class AttemptTimeout(Exception):
    """An attempt took longer than `_ATTEMPT_TIMEOUT_SECONDS`."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Lease of the batch's chat; `is_last` if no other claimed update of the chat is left.

    `origin` is stored with the replies.
    """

    lease: Lease
    is_last: bool
    origin: ReplyOrigin


@dataclass(slots=True)
class _AfterCommit:
    """Work after the commit: `claimed` replies are leased to this process, others may wait."""

    unstored: list[TelegramMethod[Any]] = field(default_factory=list)
    claimed: list[ChatReplies] = field(default_factory=list)
    replies_wait: bool = False
    more_updates_wait: bool = False
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Attempts:
    """Handles the batches of the inbox's worker, which `wake_in` wakes after so many seconds."""

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
        """Handle a batch; return whether it is done or set aside, so that the chat continues.

        Otherwise it is postponed. Raises LeaseLost.
        """
        if claim.lease.attempts > _MAX_CLAIMS:
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
            return await self._postpone_or_set_aside(batch, claim, fault)
        self.outages.end(batch.updates[0].update_id)
        return True

    async def _handle_part(self, batch: Batch, claim: Claim) -> bool:
        """Handle the batch or a part, also across a restart of Postgres; return whether there is more."""
        for delay in _DATABASE_RETRY_DELAYS_SECONDS:
            try:
                return await self._attempt_in_time(batch, claim)
            except Exception as fault:
                if not is_connection_lost(fault):
                    raise
                _log.warning("database_unavailable", delay=delay, fault=str(fault))
            self._send_outage_notice(batch)
            await asyncio.sleep(delay)
        return await self._attempt_in_time(batch, claim)

    async def _attempt_in_time(self, batch: Batch, claim: Claim) -> bool:
        try:
            async with asyncio.timeout(_ATTEMPT_TIMEOUT_SECONDS) as timeout:
                with _DURATIONS.labels(claim.origin.kind).time():
                    return await self._attempt(batch, claim)
        except TimeoutError as late:
            if timeout.expired():
                raise AttemptTimeout from late
            raise

    async def _attempt(self, batch: Batch, claim: Claim) -> bool:
        """Commit one transaction; return whether the batch has more. An AppError becomes replies."""
        attempt, done = None, _AfterCommit()
        try:
            async with self.services() as services:
                attempt = UpdateAttempt(services, batch.messages)
                await self._complete(attempt, batch, claim, await self._replies(batch, attempt), done)
        except AppError as refusal:
            if attempt is None:
                raise
            _REFUSALS.labels(refusal.code).inc()
            # The transaction is rolled back; what the handler has set in the attempt is not.
            async with self.services() as services:
                attempt.services, attempt.has_more = services, False
                refusals = await self._refusals(batch, services)
                replies = [*attempt.error_replies, *(refusals.of_error(refusal) if refusals else [])]
                await self._complete(attempt, batch, claim, replies, done)
        self._follow_up(done)
        return done.has_more

    async def _replies(self, batch: Batch, attempt: UpdateAttempt) -> list[Reply]:
        first = batch.updates[0]
        if first.update is None:
            return unreadable_update_replies(first.raw)
        return replies_in(await self.dispatcher.feed_update(self.bot, first.update, attempt=attempt))

    async def _complete(
        self, attempt: UpdateAttempt, batch: Batch, claim: Claim, replies: Sequence[Reply], done: _AfterCommit
    ) -> None:
        """Save conversation and replies; complete the batch unless it has more. Raises LeaseLost."""
        services = attempt.services
        if attempt.conversation:
            await attempt.conversation.save(services.conversations)
        await self._store_replies(services, replies, claim, done)
        done.has_more = attempt.has_more
        ids, is_last = ([], False) if done.has_more else (batch.ids, claim.is_last)
        is_gone = await services.inbox.complete(claim.lease, ids, is_last=is_last)
        done.more_updates_wait = is_last and not is_gone

    async def _store_replies(
        self, services: Services, replies: Sequence[Reply], claim: Claim, done: _AfterCommit
    ) -> None:
        done.unstored = unstored(replies)
        token = uuid4() if self.outbox.has_room else None
        done.claimed = await services.outbox.add(outbox_rows(replies, claim.origin), token)
        done.replies_wait = len(done.claimed) < len(replies) - len(done.unstored)

    def _follow_up(self, done: _AfterCommit) -> None:
        self.unstored_sender.send(done.unstored)
        self.outbox.offer(done.claimed)
        if done.replies_wait:
            self.outbox.wake()
        if done.more_updates_wait:
            self.wake_in(0.0)

    async def _postpone_or_set_aside(self, batch: Batch, claim: Claim, fault: Exception) -> bool:
        """Decide about a failed batch; return whether it is set aside."""
        if is_outage(fault) and batch.updates[0].age < _MAX_OUTAGE:
            _log.warning("update_postponed", updates=batch.ids, fault=repr(fault))
            self._send_outage_notice(batch)
            await self._postpone(claim, _OUTAGE_RETRY_DELAY_SECONDS, counts=False)
            return False
        if claim.lease.attempts >= _MAX_ATTEMPTS:
            await self._set_aside(batch, claim, repr(fault), fault)
            return True
        _log.warning("update_retried", updates=batch.ids, exc_info=fault)
        await self._postpone(claim, _RETRY_DELAYS_SECONDS[claim.lease.attempts - 1], counts=True)
        return False

    async def _set_aside(
        self, batch: Batch, claim: Claim, reason: str, fault: Exception | None = None
    ) -> None:
        """Mark the batch as impossible to handle, log that, and send its sender the reference."""
        reference = secrets.token_hex(4)
        replies = await self._failure_replies(batch, reference)
        try:
            dead = await self._store_set_aside(batch, claim, reason, reference, replies)
        except Exception as refusal:
            if isinstance(refusal, LeaseLost) or is_connection_lost(refusal):
                raise
            _log.error("failure_replies_failed", reference=reference, exc_info=refusal)
            dead = await self._store_set_aside(batch, claim, reason, reference, ())
        _log.error(
            "update_set_aside",
            reference=reference,
            updates=batch.ids,
            reason=reason,
            dead=dead,
            exc_info=fault,
        )

    async def _store_set_aside(
        self, batch: Batch, claim: Claim, reason: str, reference: str, replies: Sequence[Reply]
    ) -> int:
        """Return how many updates were set aside within a day. Raises LeaseLost."""
        done = _AfterCommit()
        async with self.services() as services:
            await self._store_replies(services, replies, claim, done)
            dead = await services.inbox.set_aside(
                claim.lease, batch.ids, reason, reference, is_last=claim.is_last
            )
        self._follow_up(done)
        return dead

    async def _failure_replies(self, batch: Batch, reference: str) -> Sequence[Reply]:
        """Return the replies to the sender; none if finding the sender's language fails."""
        try:
            async with self.services() as services:
                refusals = await self._refusals(batch, services)
        except Exception as fault:
            if is_connection_lost(fault):
                raise
            _log.error("failure_replies_failed", reference=reference, exc_info=fault)
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
            self.unstored_sender.send(outage_notice(first.update))
