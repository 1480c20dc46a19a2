"""Handles the events of pastes: adds a delivery for each alert, and deletes old pages from the cache.

Deliveries are added in the transaction that completes their event. A task runs this every two seconds.
"""

from datetime import timedelta
from typing import Final

from notifier.models import DeliveryKind, NewDelivery, Notification
from notifier.worker import Services, Worker
from posts.models import EventKind, PostEvent
from posts.pastes.page_keys import drop_pages

_EVENTS_PER_RUN: Final = 20
_INVALIDATIONS_PER_RUN: Final = 100
_NOTICES: Final = {
    EventKind.BURNED: DeliveryKind.BURNED,
    EventKind.TAKEN_DOWN: DeliveryKind.TAKEN_DOWN,
}
# Not those of _NOTICES: `plan_notices` deletes their pages.
_INVALIDATING: Final = (EventKind.CHANGED, EventKind.DELETED, EventKind.EXPIRED)


async def invalidate_changed_pages(worker: Worker) -> None:
    """Delete the pages of changed pastes from the cache, in case the bot could not do so after its commit.

    Raises RedisError where Redis is unavailable; the events are then handled by the next run.
    """
    async with worker.transaction() as services:
        events = await services.events.claim_events(_INVALIDATING, timedelta(0), _INVALIDATIONS_PER_RUN)
        for event in events:
            await drop_pages(worker.redis, event.url)
        await services.events.complete_events([event.id for event in events])


async def plan_alerts(worker: Worker) -> None:
    """Add deliveries to followers for pastes that were published `ALERT_DELAY` ago and are still public.

    For a paste that is no longer public, they are added if it becomes public again.
    """
    async with worker.transaction() as services:
        events = await services.events.claim_events(
            [EventKind.PUBLISHED], worker.alert_delay, _EVENTS_PER_RUN
        )
        for event in sorted(events, key=lambda event: event.post_id):
            if await services.posts.keep_announcement(event):
                await _plan_alert(services, event)
        await services.events.complete_events([event.id for event in events])


async def plan_notices(worker: Worker) -> None:
    """Add deliveries to authors whose pastes were read once or taken down, and delete the cached pages.

    Raises RedisError, as `invalidate_changed_pages` does.
    """
    async with worker.transaction() as services:
        events = await services.events.claim_events(list(_NOTICES), timedelta(0), _EVENTS_PER_RUN)
        for event in events:
            await drop_pages(worker.redis, event.url)
            recipients = await services.accounts.recipients([event.author_id])
            reason = await services.moderation.takedown_reason(event.post_id)
            await services.deliveries.add(
                NewDelivery(
                    event.id,
                    to.telegram_id,
                    event.post_id,
                    to.language,
                    _NOTICES[event.kind],
                    title=event.title,
                    reason=reason or "",
                    request_id=event.request_id,
                )
                for to in recipients
            )
        await services.events.complete_events([event.id for event in events])


async def _plan_alert(services: Services, event: PostEvent) -> None:
    followers = await services.subscribers.alerted_followers(event.author_id)
    is_silent = {one.user_id: one.notification is Notification.SILENT for one in followers}
    recipients = await services.accounts.recipients(is_silent)
    await services.deliveries.add(
        NewDelivery(
            event.id,
            to.telegram_id,
            event.post_id,
            to.language,
            silent=is_silent[to.user_id],
            request_id=event.request_id,
        )
        for to in recipients
    )
