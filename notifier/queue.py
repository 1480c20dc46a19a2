"""How others give the notifier work."""

import asyncio

from auth.models import UserId
from notifier.tasks import send_one_time_code


async def request_one_time_code(user: UserId) -> None:
    """Raises kombu's OperationalError where the queue is gone."""
    # Celery's client blocks: not in the loop.
    await asyncio.to_thread(send_one_time_code.apply_async, (user,), retry=False)
