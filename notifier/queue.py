"""How others give the notifier work."""

import asyncio

from auth.models import UserId


async def request_one_time_code(user: UserId) -> None:
    """Raises kombu's OperationalError where the queue is gone."""
    # Celery's client blocks: not in the loop.
    await asyncio.to_thread(_enqueue, user)


def _enqueue(user: UserId) -> None:
    # 7 MB, only for who has forgotten a password.
    from notifier.tasks import send_one_time_code

    send_one_time_code.apply_async((user,), retry=False)
