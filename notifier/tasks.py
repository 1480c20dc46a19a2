"""The Celery tasks of the notifier; each runs a coroutine in the process's event loop (see `loop`).

All but `send_one_time_code` are periodic (see `config`).
"""

from functools import partial
from typing import Any, Final

from celery import Task

from auth.models import UserId
from notifier import account_deletion, cleaning, events, loop, sending
from notifier.app import app
from notifier.exports.sending import send_exports
from notifier.sending import CODE_RETRIES, CodeNotSent
from notifier.worker import Worker

# A million files, or all pastes of an author.
_LONG_TIME_LIMIT_SECONDS: Final = 3600


@app.task(name="notifier.handle_events")
def handle_events() -> None:
    loop.run(_handle_events)


@app.task(name="notifier.sweep_orphans", time_limit=_LONG_TIME_LIMIT_SECONDS)
def sweep_orphans() -> None:
    loop.run(cleaning.sweep_orphans)


@app.task(name="notifier.purge")
def purge() -> None:
    loop.run(cleaning.purge)


@app.task(name="notifier.clean", time_limit=_LONG_TIME_LIMIT_SECONDS)
def clean() -> None:
    loop.run(cleaning.clean)


@app.task(name="notifier.clean_chats")
def clean_chats() -> None:
    loop.run(cleaning.clean_chats)


@app.task(name="notifier.export", time_limit=_LONG_TIME_LIMIT_SECONDS)
def export() -> None:
    loop.run(send_exports)


@app.task(name="notifier.delete_accounts")
def delete_accounts() -> None:
    loop.run(account_deletion.delete_due_accounts)


@app.task(
    name="notifier.send_one_time_code",
    bind=True,
    max_retries=CODE_RETRIES.max_attempts - 1,
    expires=300,  # seconds
    time_limit=120,
)
def send_one_time_code(self: "Task[Any, Any]", user: int) -> None:
    attempt = self.request.retries + 1
    try:
        loop.run(partial(sending.send_one_time_code, user=UserId(user), attempt=attempt))
    except CodeNotSent as failure:
        raise self.retry(exc=failure, countdown=failure.delay.total_seconds()) from failure


async def _handle_events(worker: Worker) -> None:
    """Handle the events of pastes, and send the deliveries that are due."""
    async with worker.transaction() as services:
        # At rest, this is all that a worker does.
        if not (await services.events.are_waiting() or await services.deliveries.are_due()):
            return
    await events.invalidate_changed_pages(worker)
    await events.plan_notices(worker)
    await events.plan_alerts(worker)
    await sending.send_alerts(worker)
