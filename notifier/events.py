"""Handles the events of pastes: adds a delivery for each alert, and removes old pages from the cache.

What an event leads to is written in the transaction that completes the event.
"""

from datetime import timedelta
from typing import Any, Final

from auth.models import Recipient
from notifier.models import DeliveryKind, Notification
from notifier.worker import Services, Worker
from posts.models import EventKind, PostEvent
from posts.pastes.page_keys import drop_pages

_EVENTS_PER_RUN: Final = 20
_INVALIDATIONS_PER_RUN: Final = 100
# The author of a burned paste is told as well: `plan_burn_notices` handles both.
_INVALIDATING: Final = (EventKind.CHANGED, EventKind.DELETED, EventKind.EXPIRED)


async def invalidate_changed_pages(worker: Worker) -> None:
    """Remove the pages of changed pastes from the cache, in case the bot could not do so after its commit.

    Raises RedisError where Redis is unavailable; the events are then handled by the next run.
    """
    async with worker.transaction() as services:
        events = await services.events.claim_events(_INVALIDATING, timedelta(0), _INVALIDATIONS_PER_RUN)
        for event in events:
            await drop_pages(worker.redis, event.url)
        await services.events.complete_events([event.id for event in events])


async def plan_alerts(worker: Worker) -> None:
    """Add deliveries to followers for pastes that were published `ALERT_DELAY` ago and are still public.

    For a paste that is no longer public, they are added when it becomes public again.
    """
    async with worker.transaction() as services:
        events = await services.events.claim_events(
            [EventKind.PUBLISHED], worker.alert_delay, _EVENTS_PER_RUN
        )
        for event in sorted(events, key=lambda event: event.post_id):
            if await services.posts.is_announced(event):
                await _plan_alert(services, event)
        await services.events.complete_events([event.id for event in events])


async def plan_burn_notices(worker: Worker) -> None:
    """Add deliveries to authors whose burn-after-read pastes were read, and remove the pages from the cache.

    Raises RedisError, as `invalidate_changed_pages` does.
    """
    async with worker.transaction() as services:
        events = await services.events.claim_events([EventKind.BURNED], timedelta(0), _EVENTS_PER_RUN)
        for event in events:
            await drop_pages(worker.redis, event.url)
            recipients = await services.accounts.recipients([event.author_id])
            await services.deliveries.add(
                _delivery(event, recipient, kind=DeliveryKind.BURNED, title=event.title)
                for recipient in recipients
            )
        await services.events.complete_events([event.id for event in events])


async def _plan_alert(services: Services, event: PostEvent) -> None:
    followers = await services.subscribers.alerted_followers(event.author_id)
    is_silent = {one.user_id: one.notification is Notification.SILENT for one in followers}
    recipients = await services.accounts.recipients(is_silent)
    await services.deliveries.add(
        _delivery(event, recipient, silent=is_silent[recipient.user_id]) for recipient in recipients
    )


def _delivery(event: PostEvent, recipient: Recipient, **values: object) -> dict[str, Any]:
    return {
        "event_id": event.id,
        "recipient": recipient.telegram_id,
        "post_id": event.post_id,
        "language": recipient.language,
        **values,
    }
