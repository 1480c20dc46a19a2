"""Worker of a queue of chats, the inbox or the outbox: several chats at once, one task for each."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

import structlog

from kernel.chats.queue import LEASE, ClaimedChat
from kernel.leases import Lease, LeaseLost

_EXTEND_INTERVAL_SECONDS: Final = LEASE.total_seconds() / 3
_RETRY_DELAY_SECONDS: Final = 1.0
# Longer than a silent connection takes to fail. What was claimed by then waits until its lease ends.
_CLAIM_TIMEOUT_SECONDS: Final = 20.0
_MAX_CLAIM_SECONDS: Final = 25.0
# Longer than an attempt at an update, or a call of Telegram, may take.
_MAX_WORK_SECONDS: Final = 300.0
_log = structlog.get_logger(__name__)


class Claimed(Protocol):
    @property
    def chat(self) -> ClaimedChat: ...


Work = TypeVar("Work", bound=Claimed)


@dataclass(frozen=True, slots=True)
class Queue(Generic[Work]):
    """Operations on a queue.

    `claim` gets the maximal number of chats, and the ids of those that the worker has already.
    `claim_suspect` claims one chat in which an attempt failed or a process died. `work` may raise LeaseLost.
    """

    name: str
    claim: Callable[[int, Collection[int]], Awaitable[Sequence[Work]]]
    work: Callable[[Work], Awaitable[None]]
    extend: Callable[[Sequence[Lease]], Awaitable[None]]
    claim_suspect: Callable[[Collection[int]], Awaitable[Sequence[Work]]] | None = None


class QueueWorker(Generic[Work]):
    """Works on `at_once` chats at a time; claims more when half of them are done, and takes offered ones.

    Suspects are claimed one by one, so that it is known which one ends the process.
    """

    def __init__(self, queue: Queue[Work], at_once: int) -> None:
        self._queue = queue
        self._at_once = at_once
        self._ready: deque[Work] = deque()
        self._leases: dict[int, Lease] = {}
        self._suspect: int | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._is_full = False
        self._loops: list[asyncio.Task[None]] = []
        self._claim_began: float | None = None
        self._begun: dict[asyncio.Task[None], float] = {}

    def start(self) -> None:
        self._wake.set()
        self._loops = [asyncio.create_task(self._claim_all()), asyncio.create_task(self._extend_all())]

    def problem(self) -> str | None:
        """Return why it works on no more chats, where only a new process can help. For health checks."""
        if any(loop.done() for loop in self._loops):
            return "a task has ended"
        now, began = time.monotonic(), self._claim_began
        if began and now - began > _MAX_CLAIM_SECONDS:
            return f"has been claiming chats for {now - began:.0f} s"
        latest = max(list(self._begun.values()), default=now)
        if len(self._begun) >= self._at_once and now - latest > _MAX_WORK_SECONDS:
            return f"has ended no work for {now - latest:.0f} s"
        return None

    @property
    def is_busy(self) -> bool:
        return bool(self._leases)

    @property
    def has_room(self) -> bool:
        """Whether chats can be offered to it."""
        return bool(self._loops) and len(self._leases) < 2 * self._at_once

    def offer(self, works: Iterable[Work]) -> None:
        """Take chats that were leased for this worker."""
        for work in works:
            self._leases[work.chat.chat_id] = work.chat.lease
            self._ready.append(work)
        self._start_tasks()

    def wake(self) -> None:
        """Claim chats now, if any are due."""
        self._wake.set()

    def wake_in(self, seconds: float) -> None:
        """Claim chats in so many seconds."""
        asyncio.get_running_loop().call_later(seconds, self._wake.set)

    async def stop(self, finished_in: float) -> None:
        """Claim no more chats; cancel those that are not finished within so many seconds.

        They are left to another process, or to the next start.
        """
        claiming, extending = self._loops
        await cancel(claiming)
        self._loops = []
        self._ready.clear()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=finished_in)
        for task in list(self._tasks):
            await cancel(task)
        await cancel(extending)

    async def _claim_all(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            self._claim_began = time.monotonic()
            try:
                async with asyncio.timeout(_CLAIM_TIMEOUT_SECONDS):
                    await self._claim()
                    await self._claim_suspect()
            except Exception as fault:
                _log.warning("claim_failed", queue=self._queue.name, fault=repr(fault))
                self.wake_in(_RETRY_DELAY_SECONDS)
            self._claim_began = None

    async def _claim(self) -> None:
        self._is_full = True
        while self._is_full and len(self._leases) <= self._at_once // 2:
            claimed = await self._queue.claim(self._at_once, list(self._leases))
            self._is_full = len(claimed) == self._at_once
            self.offer(claimed)

    async def _claim_suspect(self) -> None:
        if self._queue.claim_suspect and self._suspect is None:
            for work in await self._queue.claim_suspect(list(self._leases)):
                self._suspect = work.chat.chat_id
                self.offer([work])

    def _start_tasks(self) -> None:
        while self._ready and len(self._tasks) < self._at_once:
            # A context of its own, without the request id of the update whose end has started it.
            task = asyncio.create_task(self._work(self._ready.popleft()), context=Context())
            self._tasks.add(task)
            self._begun[task] = time.monotonic()
            task.add_done_callback(self._on_done)

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._begun.pop(task, None)
        if self._loops:
            self._start_tasks()

    async def _work(self, claimed: Work) -> None:
        chat = claimed.chat.chat_id
        try:
            await self._queue.work(claimed)
        except LeaseLost:
            _log.warning("lease_lost", queue=self._queue.name, chat=chat)
        except Exception as fault:
            # The chat is claimed again when its lease ends.
            _log.error("work_failed", queue=self._queue.name, chat=chat, exc_info=fault)
        finally:
            # The chat may have been offered again, with another lease.
            if self._leases.get(chat) == claimed.chat.lease:
                del self._leases[chat]
            if self._suspect == chat:
                self._suspect = None
                self._wake.set()
            if self._is_full:
                self._wake.set()

    async def _extend_all(self) -> None:
        while True:
            leases = list(self._leases.values())
            await asyncio.sleep(_EXTEND_INTERVAL_SECONDS)
            still = [lease for lease in leases if lease in self._leases.values()]
            try:
                if still:
                    async with asyncio.timeout(LEASE.total_seconds()):
                        await self._queue.extend(still)
            except Exception as fault:
                _log.warning("leases_not_extended", queue=self._queue.name, fault=repr(fault))


async def cancel(task: asyncio.Task[Any]) -> None:
    """Cancel the task and wait for its end. Raises the error that ended it before."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
