"""Delivery of the outbox: the replies that wait in a chat are sent in order and deleted."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import structlog
from aiogram.exceptions import TelegramAPIError, TelegramMigrateToChat

from bot.cards.reply import CardKey, CardReply
from bot.chat_memory import CardMessages
from bot.outbox.delivery_results import DeliveryResults
from bot.outbox.origins import ReplyOrigin
from bot.outbox.rate_limiter import MessageRateLimiter
from bot.outbox.replies import Reply, parse_reply
from bot.outbox.sender import Sender
from bot.queue_worker import Queue
from kernel.chats.outbox import ChatReplies, PendingReply
from kernel.chats.queue import ClaimedChat
from kernel.leases import Lease
from kernel.request_id import request
from notifier.telegram import is_transient, requested_wait

_MAX_REPLIES_A_TURN: Final = 20
# After transient errors; the last delay repeats until a sweep deletes the reply, a day later.
_RETRY_DELAYS_SECONDS: Final = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0)
# For errors that are not Telegram's.
_MAX_ATTEMPTS: Final = 3
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sends replies for the outbox's worker, which `wake_in` wakes after so many seconds."""

    sender: Sender
    cards: CardMessages
    limiter: MessageRateLimiter
    results: DeliveryResults
    wake_in: Callable[[float], None]

    def queue(self) -> Queue[ChatReplies]:
        return Queue("outbox", self._claim, self._work, self._extend)

    async def _claim(self, limit: int, busy: Collection[int]) -> list[ChatReplies]:
        async with self.results.outbox() as outbox:
            return await outbox.claim(limit, _MAX_REPLIES_A_TURN, busy)

    async def _extend(self, leases: Sequence[Lease]) -> None:
        async with self.results.outbox() as outbox:
            await outbox.extend(leases)

    async def _work(self, claimed: ChatReplies) -> None:
        """Send the chat's replies in order. Raises LeaseLost."""
        chat = claimed.chat
        if not claimed.replies:
            await self.results.run(lambda outbox: outbox.release(chat))
        for place, reply in enumerate(claimed.replies):
            origin = ReplyOrigin.stored_in(reply.payload)
            with request(origin.request_id if origin else None):
                is_done = await self._deliver(chat, reply, origin, is_last=place + 1 == len(claimed.replies))
            if not is_done:
                return
            chat = replace(chat, lease=replace(chat.lease, attempts=1))

    async def _deliver(
        self, chat: ClaimedChat, reply: PendingReply, origin: ReplyOrigin | None, *, is_last: bool
    ) -> bool:
        """Send one reply, or give it up; return False if it is postponed, and the chat with it."""
        loop = asyncio.get_running_loop()
        if wait := self.limiter.chat_delay(chat.chat_id, loop.time()):
            await self._postpone(chat, timedelta(seconds=wait), counts=False)
            return False
        await asyncio.sleep(self.limiter.count(chat.chat_id, loop.time()))
        try:
            await self._send(chat, reply)
            if origin:
                origin.observe_wait()
        except TelegramMigrateToChat as moved:
            to = moved.migrate_to_chat_id
            await self.results.run(lambda outbox: outbox.move(chat, to))
            return False
        except TelegramAPIError as refusal:
            if is_transient(refusal):
                await self._retry(chat, refusal)
                return False
            # The update stays done even if its reply cannot arrive: the bot is blocked, the card is gone.
            _log.warning("reply_refused", chat=chat.chat_id, refusal=str(refusal))
        except Exception as fault:
            if chat.lease.attempts < _MAX_ATTEMPTS:
                _log.warning("reply_retried", chat=chat.chat_id, exc_info=fault)
                await self._postpone(chat, _retry_delay(chat.lease), counts=True)
                return False
            # An unreadable row, or a bug: the chat's other replies do not wait for it.
            _log.error("reply_given_up", chat=chat.chat_id, exc_info=fault)
        await self._complete(chat, reply, is_last=is_last)
        return True

    async def _complete(self, chat: ClaimedChat, reply: PendingReply, *, is_last: bool) -> None:
        if not is_last:
            await self.results.run(lambda outbox: outbox.complete(chat.lease, reply.id, is_last=False))
        elif not await self.results.complete_last(reply.id, chat.lease):
            self.wake_in(0.0)

    async def _send(self, chat: ClaimedChat, pending: PendingReply) -> None:
        reply = parse_reply(pending.payload, chat.chat_id)
        if chat.lease.attempts > 1 and await self._is_shown(reply):
            return
        await self.sender.send(reply)

    async def _is_shown(self, reply: Reply) -> bool:
        """Return whether the card was sent by an attempt that ended before the reply was completed."""
        if not isinstance(reply, CardReply) or reply.in_place or reply.message_id:
            return False
        # The question for a username may be asked again as a new message.
        is_sent_once = reply.key not in (None, CardKey.question())
        return is_sent_once and await self.cards.message_of(reply.chat_id, reply.key) is not None

    async def _retry(self, chat: ClaimedChat, refusal: TelegramAPIError) -> None:
        asked = requested_wait(refusal)
        delay = asked or _retry_delay(chat.lease)
        _log.warning("reply_postponed", chat=chat.chat_id, wait=delay.total_seconds(), refusal=str(refusal))
        await self._postpone(chat, delay, counts=asked is None)

    async def _postpone(self, chat: ClaimedChat, delay: timedelta, *, counts: bool) -> None:
        await self.results.run(lambda outbox: outbox.postpone(chat.lease, delay, counts=counts))
        self.wake_in(delay.total_seconds())


def _retry_delay(lease: Lease) -> timedelta:
    return timedelta(seconds=_RETRY_DELAYS_SECONDS[min(lease.attempts, len(_RETRY_DELAYS_SECONDS)) - 1])
