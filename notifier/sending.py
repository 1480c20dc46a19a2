"""Sends what is due to be told, and notes what became of each at once."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from kernel.leases import LeaseLost
from notifier import messages
from notifier.models import Delivery, DeliveryKind, DeliveryStatus
from notifier.pace import A_SECOND, Pace
from notifier.telegram import asked_to_wait, is_passing, is_unreachable
from notifier.worker import Rooms, Worker
from posts.models import Post, PostId

MOST_ATTEMPTS: Final = 8
_log = structlog.get_logger(__name__)


async def send_alerts(worker: Worker) -> None:
    """About a second's worth, so that one-time codes never wait longer behind alerts."""
    pace = Pace(worker.redis)
    if await pace.is_paused():
        return
    async with worker.transaction() as rooms:
        claimed = await rooms.deliveries.claim(A_SECOND)
        posts = await _published(rooms, claimed)
    sends = (_send(worker, pace, delivery, posts.get(delivery.post_id)) for delivery in claimed)
    # One that fails must not take the others along: its lease ends, and it is tried again.
    for delivery, fault in zip(claimed, await asyncio.gather(*sends, return_exceptions=True), strict=True):
        _log_fault(delivery, fault)


def _log_fault(delivery: Delivery, fault: BaseException | None) -> None:
    if isinstance(fault, LeaseLost):
        _log.warning("delivery_lease_lost", event_id=delivery.event_id, recipient=delivery.recipient)
    elif fault:
        _log.error("delivery_left_for_later", exc_info=fault)


async def _published(rooms: Rooms, claimed: Sequence[Delivery]) -> dict[PostId, Post]:
    """The pastes that are told of, as far as they are there for everybody still."""
    told = {delivery.post_id for delivery in claimed if delivery.kind is DeliveryKind.PUBLISHED}
    found = [await rooms.posts.get(post) for post in told]
    return {post.id: post for post in found if post and post.is_listed}


async def _send(worker: Worker, pace: Pace, delivery: Delivery, post: Post | None) -> None:
    message = messages.telling(delivery, post, worker.address)
    if message is None:
        await _complete(worker, delivery, DeliveryStatus.DROPPED)
        return
    await pace.take_turn()
    try:
        await worker.bot(message)
    except TelegramAPIError as refusal:
        await _refused(worker, pace, delivery, refusal)
    except ClientDecodeError as answer:
        # Telegram took it, and said so in words that aiogram does not know: once is enough.
        _log.warning("answer not understood", recipient=delivery.recipient, answer=str(answer))
        await _complete(worker, delivery, DeliveryStatus.SENT)
    else:
        await _complete(worker, delivery, DeliveryStatus.SENT)


async def _refused(worker: Worker, pace: Pace, delivery: Delivery, refusal: TelegramAPIError) -> None:
    if delay := asked_to_wait(refusal):
        await pace.pause(delay)
        await _postpone(worker, delivery, delay, counts=False)
    elif is_unreachable(refusal):
        await _unreachable(worker, delivery)
    elif is_passing(refusal) and delivery.attempts < MOST_ATTEMPTS:
        await _postpone(worker, delivery, timedelta(seconds=min(2**delivery.attempts, 600)))
    else:
        _log.error("alert given up", recipient=delivery.recipient, refusal=str(refusal))
        await _complete(worker, delivery, DeliveryStatus.FAILED)


async def _unreachable(worker: Worker, delivery: Delivery) -> None:
    async with worker.transaction() as rooms:
        await rooms.accounts.set_reachable(delivery.recipient, False)
        await rooms.deliveries.complete(delivery, DeliveryStatus.FAILED)


async def _complete(worker: Worker, delivery: Delivery, status: DeliveryStatus) -> None:
    async with worker.transaction() as rooms:
        await rooms.deliveries.complete(delivery, status)


async def _postpone(worker: Worker, delivery: Delivery, delay: timedelta, *, counts: bool = True) -> None:
    async with worker.transaction() as rooms:
        await rooms.deliveries.postpone(delivery, delay, counts=counts)
