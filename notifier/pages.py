"""Makes sure of what the bot tried at once: that no cache shows a paste as it was."""

from datetime import timedelta
from typing import Final

from notifier.worker import Worker
from posts.models import EventKind

_EVENTS_AT_ONCE: Final = 100
# Of what was burned its author hears too: `notifier.planning` sees to both.
_CHANGES: Final = (EventKind.CHANGED, EventKind.DELETED, EventKind.EXPIRED)


async def forget_changed_pages(worker: Worker) -> None:
    """Raises RedisError where the cache is gone; the events then wait for the next time."""
    async with worker.transaction() as rooms:
        events = await rooms.posts.claim_events(_CHANGES, timedelta(0), _EVENTS_AT_ONCE)
        for event in events:
            await rooms.posts.drop_pages(event.url)
        await rooms.posts.complete_events([event.id for event in events])
