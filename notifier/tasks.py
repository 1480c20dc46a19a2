"""The notifier's tasks: each hands a job to the worker's loop."""

from functools import partial
from typing import Any

from aiogram.exceptions import TelegramAPIError
from celery import Task

from auth.models import UserId
from notifier import account_deletion, cleaning, codes, files, loop, purging
from notifier.app import app
from notifier.events import plan_alerts, plan_burned
from notifier.exports.sending import send_exports
from notifier.pages import forget_changed_pages
from notifier.sending import send_alerts
from notifier.telegram import asked_to_wait
from notifier.worker import Worker


@app.task(name="notifier.tell_followers")
def tell_followers() -> None:
    loop.run(_tell_followers)


@app.task(name="notifier.sweep_orphans")
def sweep_orphans() -> None:
    loop.run(files.sweep_orphans)


@app.task(name="notifier.purge")
def purge() -> None:
    loop.run(purging.purge)


@app.task(name="notifier.clean")
def clean() -> None:
    loop.run(cleaning.clean)


@app.task(name="notifier.clean_chats")
def clean_chats() -> None:
    loop.run(cleaning.clean_chats)


@app.task(name="notifier.export")
def export() -> None:
    loop.run(send_exports)


@app.task(name="notifier.delete_accounts")
def delete_accounts() -> None:
    loop.run(account_deletion.delete_due_accounts)


@app.task(
    name="notifier.send_one_time_code",
    bind=True,
    max_retries=4,
    expires=300,
)
def send_one_time_code(self: "Task[Any, Any]", user: int) -> None:
    try:
        loop.run(partial(codes.send_one_time_code, user=UserId(user)))
    except TelegramAPIError as refusal:
        asked = asked_to_wait(refusal)
        seconds = asked.total_seconds() if asked else 2.0**self.request.retries
        raise self.retry(exc=refusal, countdown=seconds) from refusal


async def _tell_followers(worker: Worker) -> None:
    await forget_changed_pages(worker)
    await plan_burned(worker)
    await plan_alerts(worker)
    await send_alerts(worker)
