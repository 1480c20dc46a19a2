"""Deletions of accounts during a crash of the worker, a deletion by another, or a publication."""

import asyncio
from pathlib import Path

from auth.models import TelegramId, User
from notifier.account_deletion import delete_due_accounts
from notifier.app import app
from notifier.events import invalidate_changed_pages
from notifier.worker import Worker
from tests.conversation import Person
from tests.notifier.full_account import TABLES, Files, leave, the_day_passes
from tests.notifier.full_account import full as full
from tests.notifier.full_account import phone as phone
from tests.notifier.village import Village
from tests.worker import NotifierProcess


async def test_an_account_stays_until_the_pages_of_its_pastes_are_invalidated(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    await village.publishes(alice)
    await the_day_passes(village, alice)
    for _ in range(2):
        await delete_due_accounts(worker)
    assert await village.rows("SELECT kind FROM posts.events") == [("deleted",)]
    assert await village.count("auth.users") == 1
    await invalidate_changed_pages(worker)
    await delete_due_accounts(worker)
    assert await village.count("auth.users") == await village.count("posts.events") == 0


async def test_a_paste_published_during_the_deletion_is_deleted_too(
    village: Village, worker: Worker, alice: User, files: Files
) -> None:
    await the_day_passes(village, alice)
    async with worker.transaction() as update:
        # The bot does this while it receives a file.
        assert await update.accounts.linked_to(TelegramId(village.telegram.person("alice").id))
        await village.publishes(alice)
        await delete_due_accounts(worker)
        assert await village.count("auth.users") == 1
        await village.publishes(alice)
    await leave(worker)
    assert files() == set()
    assert await village.count("auth.users") == 0


async def test_two_simultaneous_workers_send_one_farewell(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    await the_day_passes(village, alice)
    await asyncio.gather(*(delete_due_accounts(worker) for _ in range(3)))
    await phone.hears("have been deleted")
    await phone.hears_nothing_of("have been deleted", until=delete_due_accounts(worker))


async def test_after_a_kill_the_next_worker_continues_the_deletion(
    settings: dict[str, str],
    village: Village,
    alice: User,
    full: None,
    phone: Person,
    files: Files,
    tmp_path: Path,
) -> None:
    for number in range(300):
        await village.publishes(alice, f"note {number}")
    await the_day_passes(village, alice)
    async with NotifierProcess(settings, tmp_path) as process:
        await asyncio.to_thread(app.send_task, "notifier.delete_accounts")
        await until_below(village, "posts.posts", 250)
        await process.kill()
    assert await village.count("auth.users") == 2
    async with NotifierProcess(settings, tmp_path):
        for _ in range(2):
            await asyncio.to_thread(app.send_task, "notifier.delete_accounts")
        await phone.hears("have been deleted", within=60)
    assert [await village.count(table) for table in TABLES if table.startswith("posts")] == [0] * 6
    # Files of the batch during which it was killed are left to the sweep of orphans.
    assert len(files()) < 200


async def until_below(village: Village, table: str, count: int) -> None:
    async with asyncio.timeout(60):
        while await village.count(table) >= count:  # noqa: ASYNC110 - another process sets no event
            await asyncio.sleep(0.01)
