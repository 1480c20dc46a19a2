"""From what happened to whom to tell: a row for each alert, in one transaction with the event's end."""

from datetime import timedelta
from typing import Final

from auth.models import UserId
from notifier.models import DeliveryKind, Follower, Notification
from notifier.worker import Rooms, Worker
from posts.models import EventKind, PostEvent

_EVENTS_AT_ONCE: Final = 20


async def plan_alerts(worker: Worker) -> None:
    """Takes up what was published at least `ALERT_DELAY` ago and is still there for everybody. Of what is
    not, followers are told if it comes back."""
    async with worker.transaction() as rooms:
        events = await rooms.posts.claim_events([EventKind.PUBLISHED], worker.alert_delay, _EVENTS_AT_ONCE)
        for event in sorted(events, key=lambda event: event.post_id):
            if await rooms.posts.is_announced(event):
                await _plan(rooms, event)
        await rooms.posts.complete_events([event.id for event in events])


async def plan_burned(worker: Worker) -> None:
    """The author of a paste that was to be read once hears that it was. Raises RedisError (see pages.py)."""
    async with worker.transaction() as rooms:
        events = await rooms.posts.claim_events([EventKind.BURNED], timedelta(0), _EVENTS_AT_ONCE)
        for event in events:
            await rooms.posts.drop_pages(event.url)
            await _tell_author(rooms, event)
        await rooms.posts.complete_events([event.id for event in events])


async def _plan(rooms: Rooms, event: PostEvent) -> None:
    followers = await rooms.subscribers.to_be_told(event.author_id)
    await _add(rooms, event, {follower.user_id: follower for follower in followers})


async def _add(rooms: Rooms, event: PostEvent, followers: dict[UserId, Follower]) -> None:
    recipients = await rooms.accounts.recipients(list(followers))
    await rooms.deliveries.add(
        {
            "event_id": event.id,
            "recipient": recipient.telegram_id,
            "post_id": event.post_id,
            "language": recipient.language,
            "silent": followers[recipient.user_id].notification is Notification.SILENT,
        }
        for recipient in recipients
    )


async def _tell_author(rooms: Rooms, event: PostEvent) -> None:
    await rooms.deliveries.add(
        {
            "event_id": event.id,
            "recipient": recipient.telegram_id,
            "post_id": event.post_id,
            "kind": DeliveryKind.BURNED,
            "title": event.title,
            "language": recipient.language,
        }
        for recipient in await rooms.accounts.recipients([event.author_id])
    )
