"""Works on the chats of a queue: several at once, each in order, until the process stops."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

import structlog

from kernel.chats.queue import LEASE, ClaimedChat
from kernel.leases import Lease, LeaseLost

_EXTENDED_EVERY: Final = LEASE.total_seconds() / 3
_AFTER_A_FAULT: Final = 1.0  # seconds
_log = structlog.get_logger(__name__)


class Claimed(Protocol):
    @property
    def chat(self) -> ClaimedChat: ...


Work = TypeVar("Work", bound=Claimed)


@dataclass(frozen=True, slots=True)
class Queue(Generic[Work]):
    """What a worker has to know of a queue. `claim` takes how many chats, and which are busy; and
    `claim_suspect`, which are: it claims one in which an attempt has failed, or a process died."""

    name: str
    claim: Callable[[int, Collection[int]], Awaitable[Sequence[Work]]]
    work: Callable[[Work], Awaitable[None]]
    extend: Callable[[Sequence[Lease]], Awaitable[None]]
    claim_suspect: Callable[[Collection[int]], Awaitable[Sequence[Work]]] | None = None


class QueueWorker(Generic[Work]):
    """Claims as many chats as it works on at once when half of them are done, and is offered others.

    Suspects come one by one: if one of them ends the process again, no other is to blame for it.
    """

    def __init__(self, queue: Queue[Work], at_once: int) -> None:
        self._queue = queue
        self._at_once = at_once
        self._ready: deque[Work] = deque()
        self._held: dict[int, Lease] = {}
        self._suspect: int | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._is_full = False
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._wake.set()
        self._loops = [asyncio.create_task(self._claim_all()), asyncio.create_task(self._extend_all())]

    @property
    def is_busy(self) -> bool:
        return bool(self._held)

    @property
    def has_room(self) -> bool:
        """Whether it can be offered chats."""
        return bool(self._loops) and len(self._held) < 2 * self._at_once

    def offer(self, works: Iterable[Work]) -> None:
        """Chats that were leased for it."""
        for work in works:
            self._held[work.chat.chat_id] = work.chat.lease
            self._ready.append(work)
        self._begin()

    def wake(self) -> None:
        """Something may be due."""
        self._wake.set()

    def wake_in(self, seconds: float) -> None:
        """Something will be due then."""
        asyncio.get_running_loop().call_later(seconds, self._wake.set)

    async def stop(self, finished_in: float) -> None:
        """Claim nothing more, and give what is under way so many seconds. The rest is for another process, or
        for the next start."""
        claiming, extending = self._loops
        await _cancel(claiming)
        self._loops = []
        self._ready.clear()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=finished_in)
        for task in list(self._tasks):
            await _cancel(task)
        await _cancel(extending)

    async def _claim_all(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._claim()
                await self._claim_suspect()
            except Exception as fault:
                _log.warning("not claimed", queue=self._queue.name, fault=repr(fault))
                self.wake_in(_AFTER_A_FAULT)

    async def _claim(self) -> None:
        self._is_full = True
        while self._is_full and len(self._held) <= self._at_once // 2:
            claimed = await self._queue.claim(self._at_once, list(self._held))
            self._is_full = len(claimed) == self._at_once
            self.offer(claimed)

    async def _claim_suspect(self) -> None:
        if self._queue.claim_suspect and self._suspect is None:
            for work in await self._queue.claim_suspect(list(self._held)):
                self._suspect = work.chat.chat_id
                self.offer([work])

    def _begin(self) -> None:
        while self._ready and len(self._tasks) < self._at_once:
            task = asyncio.create_task(self._work(self._ready.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self._loops:
            self._begin()

    async def _work(self, one: Work) -> None:
        chat = one.chat.chat_id
        try:
            await self._queue.work(one)
        except LeaseLost:
            _log.warning("lease lost", queue=self._queue.name, chat=chat)
        except Exception as fault:
            # Its lease runs out, and then it is claimed once more.
            _log.error("work failed", queue=self._queue.name, chat=chat, exc_info=fault)
        finally:
            # It may have come again already, under a lease of its own.
            if self._held.get(chat) == one.chat.lease:
                del self._held[chat]
            if self._suspect == chat:
                self._suspect = None
                self._wake.set()
            if self._is_full:
                self._wake.set()

    async def _extend_all(self) -> None:
        while True:
            held = list(self._held.values())
            await asyncio.sleep(_EXTENDED_EVERY)
            still = [lease for lease in held if lease in self._held.values()]
            try:
                if still:
                    await self._queue.extend(still)
            except Exception as fault:
                _log.warning("leases not extended", queue=self._queue.name, fault=repr(fault))


async def _cancel(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
