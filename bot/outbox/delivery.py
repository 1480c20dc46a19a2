"""From the outbox to Telegram: what waits in a chat is sent in order, and deleted right after."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import structlog
from aiogram.exceptions import TelegramAPIError, TelegramMigrateToChat

from bot.cards.reply import CardIn, ShownCards
from bot.outbox.delivery_results import OutboxNotes
from bot.outbox.rate_limiter import Pace
from bot.outbox.replies import Answer, reply_in
from bot.outbox.sender import Sender
from bot.queue_worker import Queue
from kernel.chats.outbox import ChatReplies, PendingReply
from kernel.chats.queue import ClaimedChat
from kernel.leases import Lease
from notifier.telegram import asked_to_wait, is_passing

_AT_A_TURN: Final = 20  # replies; then other chats have their turn
# What failed in passing is tried again until it is swept a day later.
_RETRIES: Final = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0)  # seconds
# Of what fails in any other way.
_MOST_ATTEMPTS: Final = 3
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    sender: Sender
    shown: ShownCards
    pace: Pace
    notes: OutboxNotes
    wake_in: Callable[[float], None]

    def queue(self) -> Queue[ChatReplies]:
        return Queue("outbox", self._claim, self._work, self._extend)

    async def _claim(self, limit: int, busy: Collection[int]) -> list[ChatReplies]:
        async with self.notes.outbox() as outbox:
            return await outbox.claim(limit, _AT_A_TURN, busy)

    async def _extend(self, leases: Sequence[Lease]) -> None:
        async with self.notes.outbox() as outbox:
            await outbox.extend(leases)

    async def _work(self, claimed: ChatReplies) -> None:
        """Raises LeaseLost."""
        chat = claimed.chat
        if not claimed.replies:
            await self.notes.note(lambda outbox: outbox.release(chat))
        for place, reply in enumerate(claimed.replies):
            if not await self._deliver(chat, reply, is_last=place + 1 == len(claimed.replies)):
                return
            chat = replace(chat, lease=replace(chat.lease, attempts=1))

    async def _deliver(self, chat: ClaimedChat, reply: PendingReply, *, is_last: bool) -> bool:
        """Whether the chat can go on at once."""
        loop = asyncio.get_running_loop()
        if wait := self.pace.wait_in(chat.chat_id, loop.time()):
            await self._postpone(chat, timedelta(seconds=wait), counts=False)
            return False
        await asyncio.sleep(self.pace.take(chat.chat_id, loop.time()))
        try:
            await self._send(chat, reply)
        except TelegramMigrateToChat as moved:
            await self._move(chat, moved.migrate_to_chat_id)
            return False
        except TelegramAPIError as refusal:
            if is_passing(refusal):
                await self._retry(chat, refusal)
                return False
            # What was done stays done, also where the reply cannot arrive (a chat blocked, a card gone).
            _log.warning("reply refused", chat=chat.chat_id, refusal=str(refusal))
        except Exception as fault:
            if chat.lease.attempts < _MOST_ATTEMPTS:
                _log.warning("reply failed, trying again", chat=chat.chat_id, exc_info=fault)
                await self._postpone(chat, _wait_after(chat.lease), counts=True)
                return False
            # A row that cannot be read, or a fault of ours: the others of the chat do not wait for it.
            _log.error("reply given up", chat=chat.chat_id, exc_info=fault)
        await self._complete(chat, reply, is_last=is_last)
        return True

    async def _complete(self, chat: ClaimedChat, reply: PendingReply, *, is_last: bool) -> None:
        if not is_last:
            await self.notes.note(lambda outbox: outbox.complete(chat.lease, reply.id, is_last=False))
        elif not await self.notes.last_is_sent(reply.id, chat.lease):
            self.wake_in(0.0)

    async def _send(self, chat: ClaimedChat, pending: PendingReply) -> None:
        reply = reply_in(pending.payload, chat.chat_id)
        if chat.lease.attempts > 1 and await self._is_shown(reply):
            return
        await self.sender.send(reply)

    async def _is_shown(self, reply: Answer) -> bool:
        """Whether a process has sent this card, and was killed before it noted that."""
        if not isinstance(reply, CardIn) or not reply.post or reply.in_place or reply.message_id:
            return False
        return await self.shown.message_of(reply.chat_id, reply.post) is not None

    async def _retry(self, chat: ClaimedChat, refusal: TelegramAPIError) -> None:
        asked = asked_to_wait(refusal)
        delay = asked or _wait_after(chat.lease)
        _log.warning("reply waits", chat=chat.chat_id, wait=delay.total_seconds(), refusal=str(refusal))
        await self._postpone(chat, delay, counts=asked is None)

    async def _move(self, chat: ClaimedChat, to: int) -> None:
        await self.notes.note(lambda outbox: outbox.move(chat, to))

    async def _postpone(self, chat: ClaimedChat, delay: timedelta, *, counts: bool) -> None:
        await self.notes.note(lambda outbox: outbox.postpone(chat.lease, delay, counts=counts))
        self.wake_in(delay.total_seconds())


def _wait_after(lease: Lease) -> timedelta:
    return timedelta(seconds=_RETRIES[min(lease.attempts, len(_RETRIES)) - 1])
