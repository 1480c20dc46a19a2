"""Queues work for the notifier's workers. The bot calls this."""

import asyncio

from auth.models import UserId


async def request_one_time_code(user: UserId) -> None:
    """Have a code sent to every chat of the account. Raises kombu's OperationalError where Redis is down."""
    # Celery's client blocks, so it must not run in the event loop.
    await asyncio.to_thread(_enqueue, user)


def _enqueue(user: UserId) -> None:
    # Imported only when it is needed, because it takes 7 MB of memory.
    from notifier.tasks import send_one_time_code

    send_one_time_code.apply_async((user,), retry=False)
