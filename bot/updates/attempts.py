"""Attempts at what waits: what a handler does, what it wants to say, and that the update is done are one
transaction. What fails is tried three times; what is away is waited for."""

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

from bot.context import House
from bot.inbox.grouping import Batch
from bot.middlewares.handler_data import Handling
from bot.outbox.replies import Answer, answers_in, at_once, stored
from bot.outbox.unstored import AtOnce
from bot.queue_worker import QueueWorker
from bot.services import Services, open_services
from bot.updates.large_files import LargeFiles
from bot.updates.outages import Outages, is_outage
from bot.updates.refusals import Refusals, refusals_of, unread_answers
from kernel.chats.outbox import ChatReplies
from kernel.database import is_connection_lost
from kernel.errors import AppError
from kernel.leases import Lease, LeaseLost

MOST_ATTEMPTS: Final = 3
# A process may end for any reason. Who was there when it did is a suspect, and is tried three times alone.
MOST_DEATHS: Final = 1 + MOST_ATTEMPTS
_RETRIES: Final = (1.0, 3.0)  # seconds
# A restart of Postgres takes a few seconds. Once it is there again nobody waits for more than a second.
_WITHOUT_POSTGRES: Final = (0.1, 0.3, *30 * (1.0,))  # seconds
_WITHOUT_OTHERS: Final = 1.0  # seconds
_NEXT_LARGE_FILE: Final = 0.5  # seconds
_LONGEST_OUTAGE: Final = timedelta(days=1)
# A file is fetched in two minutes at most, and analysed and stored in less.
_BUDGET: Final = 240.0  # seconds of one attempt
_log = structlog.get_logger(__name__)


class BudgetSpent(Exception):
    """An attempt took too long."""


@dataclass(frozen=True, slots=True)
class Claim:
    """`is_last`: nothing else was claimed in this chat."""

    lease: Lease
    is_last: bool


@dataclass(slots=True)
class _Done:
    """What is to follow once an attempt is committed: `claimed` are replies that this process may send, and
    `goes_on` is as `Handling` has it."""

    at_once: list[TelegramMethod[Any]] = field(default_factory=list)
    claimed: list[ChatReplies] = field(default_factory=list)
    replies_wait: bool = False
    more_waits: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Attempts:
    """`wake_in` is told in how many seconds an update will be due."""

    house: House
    dispatcher: Dispatcher
    bot: Bot
    outages: Outages
    at_once: AtOnce
    outbox: QueueWorker[ChatReplies]
    wake_in: Callable[[float], None]
    large_files: LargeFiles = field(default_factory=LargeFiles)

    def services(self) -> AbstractAsyncContextManager[Services]:
        return open_services(self.house, self.bot.id)

    async def handle(self, batch: Batch, claim: Claim) -> bool:
        """Whether the batch is over, done or set aside, so that the chat goes on. Raises LeaseLost."""
        if claim.lease.attempts > MOST_DEATHS:
            await self._set_aside(batch, claim, "the process ended in each attempt")
            return True
        if self.large_files.is_full_for(batch):
            # Not here, where it would take the place of somebody who only asks for help.
            await self._postpone(claim, _NEXT_LARGE_FILE, counts=False)
            return False
        try:
            async with self.large_files.room_for(batch):
                while await self._patiently(batch, claim):
                    pass
        except LeaseLost:
            raise
        except Exception as fault:
            return await self._fail(batch, claim, fault)
        self.outages.end(batch.updates[0].update_id)
        return True

    async def _patiently(self, batch: Batch, claim: Claim) -> bool:
        """Whether there is more to do. Tries once more on another connection while Postgres restarts."""
        for wait in _WITHOUT_POSTGRES:
            try:
                return await self._within_budget(batch, claim)
            except Exception as fault:
                if not is_connection_lost(fault):
                    raise
                _log.warning("no database, trying again", wait=wait, fault=str(fault))
            self._tell_of_outage(batch)
            await asyncio.sleep(wait)
        return await self._within_budget(batch, claim)

    async def _within_budget(self, batch: Batch, claim: Claim) -> bool:
        try:
            async with asyncio.timeout(_BUDGET) as budget:
                return await self._once(batch, claim)
        except TimeoutError as late:
            if budget.expired():
                raise BudgetSpent from late
            raise

    async def _once(self, batch: Batch, claim: Claim) -> bool:
        handling, done = None, _Done()
        try:
            async with self.services() as services:
                handling = Handling(services, batch.messages)
                await self._end(handling, batch, claim, await self._answers(batch, handling), done)
        except AppError as refusal:
            if handling is None:
                raise
            # What it did is undone; but what it asked once more it does ask.
            async with self.services() as services:
                handling.services, handling.goes_on = services, False
                refusals = await self._refusals(batch, services)
                answers = [*handling.also, *(refusals.of_error(refusal) if refusals else [])]
                await self._end(handling, batch, claim, answers, done)
        self._follow_up(done)
        return done.goes_on

    async def _answers(self, batch: Batch, handling: Handling) -> list[Answer]:
        first = batch.updates[0]
        if first.update is None:
            return unread_answers(first.told)
        return answers_in(await self.dispatcher.feed_update(self.bot, first.update, handling=handling))

    async def _end(
        self, handling: Handling, batch: Batch, claim: Claim, answers: Sequence[Answer], done: _Done
    ) -> None:
        """Note what was done: the batch is over, unless its handler goes on. Raises LeaseLost."""
        services = handling.services
        if handling.conversation:
            await handling.conversation.save(services.conversations)
        await self._store(services, answers, done)
        done.goes_on = handling.goes_on
        ids, is_last = ([], False) if done.goes_on else (batch.ids, claim.is_last)
        is_gone = await services.inbox.complete(claim.lease, ids, is_last=is_last)
        done.more_waits = is_last and not is_gone

    async def _store(self, services: Services, answers: Sequence[Answer], done: _Done) -> None:
        done.at_once = at_once(answers)
        token = uuid4() if self.outbox.has_room else None
        done.claimed = await services.outbox.add(stored(answers), token)
        done.replies_wait = len(done.claimed) < len(answers) - len(done.at_once)

    def _follow_up(self, done: _Done) -> None:
        """What nobody can know before the commit."""
        self.at_once.send(done.at_once)
        self.outbox.offer(done.claimed)
        if done.replies_wait:
            self.outbox.wake()
        if done.more_waits:
            self.wake_in(0.0)

    async def _fail(self, batch: Batch, claim: Claim, fault: Exception) -> bool:
        if is_outage(fault) and batch.updates[0].age < _LONGEST_OUTAGE:
            _log.warning("update waits", update=batch.ids, fault=repr(fault))
            self._tell_of_outage(batch)
            await self._postpone(claim, _WITHOUT_OTHERS, counts=False)
            return False
        if claim.lease.attempts >= MOST_ATTEMPTS:
            await self._set_aside(batch, claim, repr(fault), fault)
            return True
        _log.warning("update failed, trying again", update=batch.ids, exc_info=fault)
        await self._postpone(claim, _RETRIES[claim.lease.attempts - 1], counts=True)
        return False

    async def _set_aside(
        self, batch: Batch, claim: Claim, reason: str, fault: Exception | None = None
    ) -> None:
        """Tell its person and the operator, so that the chat goes on with the next."""
        reference = secrets.token_hex(4)
        answers = await self._apology(batch, reference)
        try:
            dead = await self._note_dead(batch, claim, reason, reference, answers)
        except Exception as unsaid:
            if isinstance(unsaid, LeaseLost) or is_connection_lost(unsaid):
                raise
            _log.error("nobody told of the failure", reference=reference, exc_info=unsaid)
            dead = await self._note_dead(batch, claim, reason, reference, ())
        ids = batch.ids
        _log.error("update failed", reference=reference, update=ids, reason=reason, dead=dead, exc_info=fault)

    async def _note_dead(
        self, batch: Batch, claim: Claim, reason: str, reference: str, answers: Sequence[Answer]
    ) -> int:
        """Return how many updates are dead by now. Raises LeaseLost."""
        done = _Done()
        async with self.services() as services:
            await self._store(services, answers, done)
            dead = await services.inbox.set_aside(
                claim.lease, batch.ids, reason, reference, is_last=claim.is_last
            )
        self._follow_up(done)
        return dead

    async def _apology(self, batch: Batch, reference: str) -> Sequence[Answer]:
        """None where what fails is to find out who they are: the chat goes on all the same."""
        try:
            async with self.services() as services:
                refusals = await self._refusals(batch, services)
        except Exception as fault:
            if is_connection_lost(fault):
                raise
            _log.error("nobody told of the failure", reference=reference, exc_info=fault)
            return []
        return refusals.of_failure(reference) if refusals else []

    async def _postpone(self, claim: Claim, seconds: float, *, counts: bool) -> None:
        async with self.services() as services:
            await services.inbox.postpone(claim.lease, timedelta(seconds=seconds), counts=counts)
        self.wake_in(seconds)

    async def _refusals(self, batch: Batch, services: Services) -> Refusals | None:
        update = batch.updates[0].update
        return await refusals_of(update, services, self.house) if update else None

    def _tell_of_outage(self, batch: Batch) -> None:
        """Once, and where it lasts: what is away may be what stores replies."""
        first = batch.updates[0]
        if first.update and self.outages.is_to_be_told(first.update_id):
            self.at_once.send(self.outages.notice(first.update))
