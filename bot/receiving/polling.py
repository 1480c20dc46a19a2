"""Long polling that loses nothing, keeps every chat's order, and lets no chat wait for another.

aiogram's own confirms updates before they are handled and handles them all at once: a stop in a burst would
lose what waits, and what one person sends in quick succession would come out shuffled. Here different chats
are handled at once and each chat's updates one after the other.

Telegram knows only up to where all is handled, and gives everything after that anew. So an update that takes
its time is asked for again and again together with what has come since: what is known is passed over.
"""

import asyncio
from asyncio import Task
from collections.abc import Mapping
from typing import Any, Final

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import Update

from bot.receiving.outages import Outages, is_outage
from bot.receiving.unread import answer_unread
from bot.receiving.updates import GetRawUpdates, update_in

_LONGEST_WAIT: Final = 30  # seconds that Telegram holds a call while there is nothing
_AFTER_A_FAULT: Final = 1.0  # seconds
_CONFIRMED_IN: Final = 3  # seconds, at a stop
# While something is under way Telegram answers at once, however little is new: this is our pace then.
_BETWEEN: Final = 0.3  # seconds
# After an outage; what fails again then has other reasons.
_TRIED_AGAIN: Final = 5
_log = structlog.get_logger(__name__)


async def poll(dispatcher: Dispatcher, bot: Bot) -> None:
    """Until cancelled; what is under way then is finished and confirmed."""
    polling = _Polling(dispatcher, bot, dispatcher.workflow_data["outages"])
    try:
        while True:
            await polling.go_on()
    except asyncio.CancelledError:
        await polling.finish()
        raise


class _Polling:
    def __init__(self, dispatcher: Dispatcher, bot: Bot, outages: Outages) -> None:
        self._dispatcher = dispatcher
        self._bot = bot
        self._outages = outages
        self._is_ending = False
        self._kinds = dispatcher.resolve_used_update_types()
        self._offset: int | None = None
        # All that is not confirmed, by its id and in Telegram's order.
        self._taken: dict[int, Task[bool]] = {}
        self._latest: dict[int | None, Task[bool]] = {}

    async def go_on(self) -> None:
        """One call, and a while for what came with it."""
        try:
            await self._ask()
        except (TelegramAPIError, ClientDecodeError) as fault:
            _log.warning("no updates", fault=str(fault))
            await asyncio.sleep(_AFTER_A_FAULT)
        if self._taken:
            await asyncio.wait(self._taken.values(), timeout=_BETWEEN)
        self._confirm()

    async def finish(self) -> None:
        """What was not taken yet is not confirmed, nor is what waits for Postgres or Redis: it is delivered
        again at the next start."""
        self._is_ending = True
        if self._taken:
            await asyncio.wait(self._taken.values())
            self._confirm()
            await self._tell()

    async def _tell(self) -> None:
        """What Telegram does not hear of it delivers once more, and then it is known to be handled."""
        try:
            last = GetRawUpdates(offset=self._offset, limit=1, timeout=0, allowed_updates=self._kinds)
            await self._bot(last, request_timeout=_CONFIRMED_IN)
        except (TelegramAPIError, ClientDecodeError) as fault:
            _log.warning("not confirmed", fault=str(fault))

    async def _ask(self) -> None:
        wait = 0 if self._taken else _LONGEST_WAIT
        ask = GetRawUpdates(offset=self._offset, timeout=wait, allowed_updates=self._kinds)
        for update in await self._bot(ask, request_timeout=wait + 15):
            # What has no number is confirmed with what comes after it.
            number = update.get("update_id")
            if isinstance(number, int) and number not in self._taken:
                self._read(number, update)

    def _read(self, update_id: int, told: Mapping[str, Any]) -> None:
        update = update_in(told, self._bot)
        if update is None:
            answer_unread(told, self._bot, self._dispatcher.workflow_data["outgoing"])
        self._take(update_id, update)

    def _take(self, update_id: int, update: Update | None) -> None:
        lane = _lane(update) if update else None
        task = asyncio.create_task(self._handle(update, self._latest.get(lane)))
        self._taken[update_id] = self._latest[lane] = task
        task.add_done_callback(lambda done: self._forget(lane, done))

    async def _handle(self, update: Update | None, before: Task[bool] | None) -> bool:
        """Whether it is done with: also if it could not be handled, but not while something is away."""
        if update is None:
            return True
        if before:
            await asyncio.wait([before])
        tries = 0
        while tries <= _TRIED_AGAIN:
            try:
                await self._dispatcher.feed_update(self._bot, update, is_last_try=tries == _TRIED_AGAIN)
                break
            except Exception as fault:
                if not is_outage(fault):
                    # The dispatcher's error handler has answered by now, or could not: the others go on.
                    _log.error("update not handled", update=update.update_id, exc_info=fault)
                    break
            if self._is_ending:
                return False
            tries += await self._outages.are_over()
        return True

    def _forget(self, lane: int | None, done: Task[bool]) -> None:
        if self._latest.get(lane) is done:
            del self._latest[lane]

    def _confirm(self) -> None:
        """With the next call, up to the first that is still under way."""
        for update_id, task in list(self._taken.items()):
            if not task.done() or not task.result():
                break
            del self._taken[update_id]
            self._offset = update_id + 1


def _lane(update: Update) -> int | None:
    """What is said in one chat is handled in order; what comes from no chat, in each sender's."""
    origin = getattr(update.event, "chat", None) or getattr(update.event, "from_user", None)
    return origin.id if origin else None
