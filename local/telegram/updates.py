"""Updates on their way to the bot: kept until it confirms them."""

import asyncio
from collections.abc import Iterable
from itertools import islice, takewhile
from typing import Protocol

from local.telegram.errors import Json, conflict
from local.telegram.presence import Presence
from local.telegram.state import State

# Telegram Bot API, getUpdates: these come only to a bot that asks for them by name.
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Taker(Protocol):
    """Whoever takes updates to the bot instead of its polling: the webhook's postman."""

    def take(self, update: Json) -> None: ...

    def renew(self) -> None: ...


class Updates:
    def __init__(self, state: State, presence: Presence) -> None:
        self._state = state
        self._presence = presence
        self._poll: asyncio.Future[None] | None = None
        self.waiting = asyncio.Event()
        self._repeats = 0
        self._again: list[Json] = []
        self._held: list[tuple[str, Json]] | None = None
        self.taker: Taker | None = None
        self.last_error: Json = {}

    def put(self, kind: str, content: Json) -> None:
        if self._held is None:
            self._deliver(kind, content)
        else:
            self._held.append((kind, content))

    def hold(self) -> None:
        """From now on updates wait until they are released."""
        self._held = self._held or []

    def release(self, order: Iterable[int] = ()) -> None:
        """Lets those that waited go: first the ones of `order`, counted from 0, then the others."""
        held, self._held = self._held or [], None
        for place in dict.fromkeys([*order, *range(len(held))]):
            self._deliver(*held[place])

    def _deliver(self, kind: str, content: Json) -> None:
        allowed = self._state.allowed_updates
        if kind in _ONLY_ON_REQUEST if not allowed else kind not in allowed:
            return
        update_id = self._state.next_update_id
        self._state.next_update_id += 1
        update = self._state.pending[update_id] = {"update_id": update_id, kind: content}
        self._wake()
        if self.taker is not None:
            self.taker.take(update)

    def renew(self) -> None:
        """The webhook was set anew, or is gone."""
        self.last_error = {}
        if self.taker is not None:
            self.taker.renew()

    def confirm(self, offset: int) -> None:
        """Forgets what comes before `offset`; a negative one counts from the end."""
        pending = self._state.pending
        if offset < 0 and pending:
            offset = next(islice(reversed(pending), min(-offset, len(pending)) - 1, None))
        for update_id in list(takewhile(lambda known: known < offset, pending)):
            del pending[update_id]

    def repeat_next(self, count: int = 1) -> None:
        """The next updates are delivered twice, the second time even if they have been confirmed."""
        self._repeats += count

    def takes_repeat(self) -> bool:
        repeats, self._repeats = self._repeats, max(self._repeats - 1, 0)
        return repeats > 0

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Raises Refused (409) in a poll that a later one ends."""
        self.interrupt(_OTHER_POLL)
        self.confirm(offset)
        self._presence.came()
        try:
            if not (self._state.pending or self._again) and seconds > 0:
                await self._wait(seconds)
            return self._batch(limit)
        finally:
            if self._poll is None:
                self._presence.went()

    def interrupt(self, reason: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(reason))

    def close(self) -> None:
        """Lets a waiting poll go with what there is."""
        self._wake()

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        self.waiting.set()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
                self.waiting.clear()

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def _batch(self, limit: int) -> list[Json]:
        again, self._again = self._again, []
        batch = again + list(islice(self._state.pending.values(), limit - len(again)))
        for update in batch[len(again) :]:
            if not self.takes_repeat():
                break
            self._again.append(update)
        return batch
