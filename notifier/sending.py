"""Sends alerts that are due, and one-time codes.

All refusals of Telegram are handled in `send`, also those of farewells and exports.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import SendDocument, SendMessage
from redis.asyncio import Redis

from auth.models import TelegramId, UserId
from kernel.leases import LeaseLost
from kernel.request_id import request
from notifier import messages
from notifier.models import Delivery, DeliveryKind, DeliveryStatus
from notifier.telegram import is_transient, is_unreachable, requested_wait
from notifier.worker import Services, Worker
from posts.models import Post, PostId

# Telegram Bot API, FAQ: about 30 messages a second overall. The rest is left for the bot's own replies.
MESSAGES_PER_SECOND: Final = 25
_PAUSE_KEY: Final = "notifier:pause"
_log = structlog.get_logger(__name__)


class SendRateLimit:
    """The rate limit of alerts and exports, in Redis, because all worker processes share it."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def acquire(self) -> None:
        """Wait until one more message may be sent in this second, and count it."""
        while True:
            now = time.time()
            key = f"notifier:second:{int(now)}"
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.incr(key)
                pipe.expire(key, 5)
                count, _ = await pipe.execute()
            if count <= MESSAGES_PER_SECOND:
                return
            await asyncio.sleep(int(now) + 1 - now)

    async def pause(self, length: timedelta) -> None:
        """Have no alert and no export sent for this long, as Telegram has asked."""
        await self._redis.set(_PAUSE_KEY, 1, px=length)

    async def is_paused(self) -> bool:
        """Return whether Telegram has asked to wait, and that time is not over."""
        return bool(await self._redis.exists(_PAUSE_KEY))


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram has accepted the message."""


@dataclass(frozen=True, slots=True)
class Retry:
    """The message is to be sent again after `delay`.

    `counts`: whether the attempt is one of the limited number; not where Telegram asked to wait.
    """

    delay: timedelta
    counts: bool = True


@dataclass(frozen=True, slots=True)
class GivenUp:
    """The message will not be sent. `is_unreachable`: the person has blocked the bot or left Telegram."""

    is_unreachable: bool = False


_LOG_EVENTS: Final[dict[type, str]] = {
    Sent: "delivery_sent",
    Retry: "delivery_postponed",
    GivenUp: "delivery_given_up",
}


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The number of attempts, and the delay after each, which doubles from `min_delay` to `max_delay`."""

    min_delay: timedelta
    max_delay: timedelta
    max_attempts: int

    def after(self, attempt: int) -> Retry | GivenUp:
        """Return what follows a failed attempt; the first attempt has the number 1."""
        if attempt >= self.max_attempts:
            return GivenUp()
        return Retry(min(self.min_delay * 2 ** (attempt - 1), self.max_delay))


NO_RETRY: Final = RetryPolicy(timedelta(0), timedelta(0), max_attempts=1)
ALERT_RETRIES: Final = RetryPolicy(timedelta(seconds=2), timedelta(minutes=10), max_attempts=8)
CODE_RETRIES: Final = RetryPolicy(timedelta(seconds=1), timedelta(seconds=8), max_attempts=5)


async def send(
    worker: Worker,
    message: SendMessage | SendDocument,
    policy: RetryPolicy,
    attempt: int = 1,
    timeout_seconds: int | None = None,
) -> Sent | Retry | GivenUp:
    """Send a message once. Return whether it was sent, is to be sent again later, or is given up.

    `attempt` is the number of this attempt, from 1. Mark the chat as unreachable where Telegram says so, and
    pause alerts and exports, but not one-time codes, where Telegram asks to wait.
    """
    recipient = TelegramId(int(message.chat_id))
    try:
        await worker.bot(message, request_timeout=timeout_seconds)
    except ClientDecodeError:
        # Telegram accepted the message, but aiogram cannot read the response. A one-time code may be in the
        # response, so it is not logged.
        _log.warning("response_unreadable", recipient=recipient)
    except TelegramAPIError as refusal:
        return await _handle_refusal(worker, recipient, refusal, policy.after(attempt))
    return Sent()


async def _handle_refusal(
    worker: Worker, recipient: TelegramId, refusal: TelegramAPIError, next_step: Retry | GivenUp
) -> Retry | GivenUp:
    if delay := requested_wait(refusal):
        await SendRateLimit(worker.redis).pause(delay)
        return Retry(delay, counts=False)
    if is_unreachable(refusal):
        async with worker.transaction() as services:
            await services.accounts.set_reachable(recipient, False)
        return GivenUp(is_unreachable=True)
    if isinstance(next_step, Retry) and is_transient(refusal):
        return next_step
    _log.error("message_given_up", recipient=recipient, refusal=str(refusal))
    return GivenUp()


async def send_alerts(worker: Worker) -> None:
    """Send deliveries that are due: at most those of a second, after which a one-time code may be sent.

    Send none while Telegram has asked to wait.
    """
    limit = SendRateLimit(worker.redis)
    if await limit.is_paused():
        return
    async with worker.transaction() as services:
        claimed = await services.deliveries.claim(MESSAGES_PER_SECOND)
        posts = await _published_posts(services, claimed)
    sends = (_deliver(worker, limit, delivery, posts.get(delivery.post_id)) for delivery in claimed)
    # One that fails must not stop the others: its lease runs out, and it is tried again.
    for delivery, fault in zip(claimed, await asyncio.gather(*sends, return_exceptions=True), strict=True):
        with request(delivery.request_id):
            if isinstance(fault, LeaseLost):
                _log.warning("delivery_lease_lost", event_id=delivery.event_id, recipient=delivery.recipient)
            elif fault:
                _log.error("delivery_failed", exc_info=fault)


async def _published_posts(services: Services, claimed: Sequence[Delivery]) -> dict[PostId, Post]:
    """Return the pastes of alerts, as far as they are still public."""
    ids = {delivery.post_id for delivery in claimed if delivery.kind is DeliveryKind.PUBLISHED}
    posts = [await services.posts.get(post) for post in ids]
    return {post.id: post for post in posts if post and post.is_listed}


async def _deliver(worker: Worker, limit: SendRateLimit, delivery: Delivery, post: Post | None) -> None:
    with request(delivery.request_id):
        await _send_and_complete(worker, limit, delivery, post)


async def _send_and_complete(
    worker: Worker, limit: SendRateLimit, delivery: Delivery, post: Post | None
) -> None:
    message = messages.delivery(delivery, post, worker.address)
    if message is None:
        async with worker.transaction() as services:
            await services.deliveries.complete(delivery, DeliveryStatus.DROPPED)
        return
    await limit.acquire()
    outcome = await send(worker, message, ALERT_RETRIES, delivery.attempts)
    async with worker.transaction() as services:
        match outcome:
            case Sent():
                await services.deliveries.complete(delivery, DeliveryStatus.SENT)
            case Retry(delay, counts):
                await services.deliveries.postpone(delivery, delay, counts=counts)
            case GivenUp():
                await services.deliveries.complete(delivery, DeliveryStatus.FAILED)
    _log.info(_LOG_EVENTS[type(outcome)], event_id=delivery.event_id, attempt=delivery.attempts)


class CodeNotSent(Exception):
    """No chat of the account has received the code; a new attempt after `delay` may succeed."""

    def __init__(self, delay: timedelta) -> None:
        super().__init__(delay)
        self.delay = delay


async def send_one_time_code(worker: Worker, user: UserId, attempt: int = 1) -> None:
    """Make a new code and send it to every chat of the account that can be reached.

    The code is made here, so that it is never stored in the task queue. Raises CodeNotSent where no chat has
    received it and another attempt may succeed.
    """
    async with worker.transaction() as services:
        recipients = await services.accounts.recipients([user])
        code = await services.accounts.issue_code(user)
    outcomes = [
        await send(worker, messages.one_time_code(recipient, code), CODE_RETRIES, attempt)
        for recipient in recipients
    ]
    if Sent() in outcomes:
        _log.info("one_time_code_sent")
    retries = [outcome for outcome in outcomes if isinstance(outcome, Retry)]
    if retries and Sent() not in outcomes:
        raise CodeNotSent(retries[0].delay)
