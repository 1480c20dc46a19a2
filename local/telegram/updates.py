"""Pending updates for the bot, by long polling or by webhook, until it confirms them."""

import asyncio
from collections.abc import Iterable
from itertools import islice, takewhile
from typing import Protocol

from local.telegram.errors import conflict
from local.telegram.json_values import Json
from local.telegram.presence import Presence
from local.telegram.state import State

# Telegram Bot API, getUpdates: these come only to a bot that asks for them by name.
_ONLY_IF_ALLOWED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


class PushDelivery(Protocol):
    """Delivers updates to a bot that does not poll: the webhook sender."""

    def push(self, update: Json) -> None: ...

    def restart(self) -> None:
        """Stop all deliveries, and send the pending updates to the webhook that is set now, if any."""


class Updates:
    """The updates for the bot. `waiting` is set while a poll waits for an update."""

    def __init__(self, state: State, presence: Presence) -> None:
        self._state = state
        self._presence = presence
        self._poll: asyncio.Future[None] | None = None
        self.waiting = asyncio.Event()
        self._repeats = 0
        self._repeated: list[Json] = []
        self._held_back: list[tuple[str, Json]] | None = None
        self.push_delivery: PushDelivery | None = None
        self.last_error: Json = {}

    def put(self, kind: str, content: Json) -> None:
        """Queue an update of this kind, such as `message`, if the bot has asked for updates of this kind."""
        if self._held_back is None:
            self._deliver(kind, content)
        else:
            self._held_back.append((kind, content))

    def hold(self) -> None:
        """Hold back new updates until `release`. Tests call this to have updates arrive together."""
        self._held_back = self._held_back or []

    def release(self, order: Iterable[int] = ()) -> None:
        """Deliver the updates held back: first those at the indexes of `order`, then the others."""
        held_back, self._held_back = self._held_back or [], None
        for index in dict.fromkeys([*order, *range(len(held_back))]):
            self._deliver(*held_back[index])

    def _deliver(self, kind: str, content: Json) -> None:
        allowed = self._state.allowed_updates
        if kind in _ONLY_IF_ALLOWED if not allowed else kind not in allowed:
            return
        update_id = self._state.next_update_id
        self._state.next_update_id += 1
        update = self._state.pending[update_id] = {"update_id": update_id, kind: content}
        self._wake()
        if self.push_delivery is not None:
            self.push_delivery.push(update)

    def restart_delivery(self) -> None:
        """Stop all deliveries, and send the pending updates to the webhook that is set now, if any."""
        self.last_error = {}
        if self.push_delivery is not None:
            self.push_delivery.restart()

    def confirm(self, offset: int) -> None:
        """Remove the updates before `offset`; a negative offset counts from the end."""
        pending = self._state.pending
        if offset < 0 and pending:
            offset = next(islice(reversed(pending), min(-offset, len(pending)) - 1, None))
        for update_id in list(takewhile(lambda known: known < offset, pending)):
            del pending[update_id]

    def repeat_next(self, count: int = 1) -> None:
        """Deliver each of the next `count` updates twice, even after its confirmation."""
        self._repeats += count

    def take_repeat(self) -> bool:
        """Return whether the next update is to be delivered twice, and use up one repeat."""
        repeats, self._repeats = self._repeats, max(self._repeats - 1, 0)
        return repeats > 0

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm the updates before `offset`, and return up to `limit` others after at most `seconds`.

        Raises BotApiError (409) when another poll begins.
        """
        self.interrupt(_OTHER_POLL)
        self.confirm(offset)
        self._presence.mark_online()
        try:
            if not (self._state.pending or self._repeated) and seconds > 0:
                await self._wait(seconds)
            return self._batch(limit)
        finally:
            if self._poll is None:
                self._presence.start_grace_period()

    def interrupt(self, reason: str) -> None:
        """End a waiting poll with a conflict (409)."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(reason))

    def close(self) -> None:
        """End a waiting poll with the updates there are."""
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
        repeated, self._repeated = self._repeated, []
        batch = repeated + list(islice(self._state.pending.values(), limit - len(repeated)))
        for update in batch[len(repeated) :]:
            if not self.take_repeat():
                break
            self._repeated.append(update)
        return batch
