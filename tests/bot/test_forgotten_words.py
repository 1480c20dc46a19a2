"""Words of what was deleted a month ago are in no table, in no file, in no key of Redis, and in no log."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from aiogram import Bot
from sqlalchemy import text

from bot.context import AppContext
from kernel.settings import LimitSettings
from notifier.account_deletion import delete_due_accounts
from notifier.cleaning import clean, clean_chats, purge, sweep_orphans
from notifier.events import invalidate_changed_pages, plan_alerts, plan_notices
from notifier.sending import send_alerts
from notifier.worker import Worker
from tests.person import Person

_WORD = "xylograph"
_SCHEMAS = "('auth', 'posts', 'notifier', 'bot')"
_TIMES = f"""
    SELECT format('%I.%I', table_schema, table_name), column_name FROM information_schema.columns
    WHERE table_schema IN {_SCHEMAS} AND data_type = 'timestamp with time zone'
"""
_TABLES = f"SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN {_SCHEMAS}"


@pytest.fixture
def worker(app: AppContext, bot: Bot) -> Worker:
    return Worker(
        app.sessions, app.redis, app.storage, bot, app.address, app.secrets, timedelta(0), LimitSettings()
    )


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that this process logs."""
    handler = logging.StreamHandler(StringIO())
    logging.getLogger().addHandler(handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
async def deleted_pastes(log: StringIO, app: AppContext, alice: Person, bob: Person, worker: Worker) -> None:
    """Pastes with the word in all that alice and others can write of them, deleted in every way."""
    await bob.says("/follow alice")
    await bob.hears("You're following alice")
    said = await alice.says(f"def {_WORD}():\n    return '{_WORD}'\n")
    card = await alice.hears(f"/alice/def-{_WORD}")
    await alice.edits(said, f"{_WORD} edited")
    await alice.hears("version 2")
    await alice.presses("Rename", on=card)
    await alice.hears("Send me the new title")
    await alice.says(f"{_WORD} renamed")
    await alice.hears(f"{_WORD}-renamed")
    await happens(worker)
    await bob.hears(f"alice published {_WORD}")
    await alice.presses("Delete", on=card)
    await alice.presses("Yes, delete", on=await alice.hears("Delete “"))
    await alice.hears("is deleted")
    await alice.sends_file(f"{_WORD}.txt", f"{_WORD} in a file: Привет, мир".encode("cp1251"))
    await alice.hears(rf"/alice/{_WORD}.txt")
    await alice.says(f"password={_WORD}8Kq2")
    await alice.hears("(?i)password")
    await alice.says(f"/unknown {_WORD}")
    await alice.hears("I don't know the command")
    async with app.sessions.begin() as session:
        await session.execute(text("UPDATE posts.posts SET expires_at = now() WHERE deleted_at IS NULL"))


async def happens(worker: Worker) -> None:
    """Run each periodic task once."""
    for task in (invalidate_changed_pages, plan_notices, plan_alerts, send_alerts, purge):
        await task(worker)
    await invalidate_changed_pages(worker)
    for task in (delete_due_accounts, clean, clean_chats, sweep_orphans):
        await task(worker)


async def days_pass(app: AppContext, days: int) -> None:
    async with app.sessions.begin() as session:
        for table, column in (await session.execute(text(_TIMES))).all():
            await session.execute(text(f"UPDATE {table} SET {column} = {column} - interval '{days} days'"))


async def places_of(word: str, app: AppContext, log: StringIO) -> list[str]:
    """Return where a word is found, in whatever case."""
    found = []
    async with app.sessions() as session:
        for (table,) in (await session.execute(text(_TABLES))).all():
            rows = await session.scalars(
                text(f"SELECT t::text FROM {table} t WHERE t::text ILIKE '%{word}%'")
            )
            found += [f"{table}: {row}" for row in rows]
    async for key in app.redis.scan_iter():
        if word in f"{key!r} {await app.redis.dump(key)!r}".lower():
            found.append(f"Redis: {key!r}")
    found += _files_with(word, Path(app.storage.url.removeprefix("file://")))
    assert log.getvalue()
    return found + [line for line in log.getvalue().splitlines() if word in line.lower()]


def _files_with(word: str, folder: Path) -> list[str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return [str(file) for file in files if word.encode() in file.read_bytes()]


async def test_no_word_of_a_deleted_paste_is_left_after_a_month(
    app: AppContext, worker: Worker, deleted_pastes: None, log: StringIO
) -> None:
    before = await places_of(_WORD, app, log)
    assert {"posts.posts", "posts.events"} <= {place.partition(":")[0] for place in before}
    await happens(worker)
    await days_pass(app, 31)
    for _ in range(2):
        await happens(worker)
    assert await places_of(_WORD, app, log) == []


async def test_nothing_names_a_deleted_account_after_a_month(
    app: AppContext, worker: Worker, deleted_pastes: None, alice: Person, log: StringIO
) -> None:
    await alice.says("/deleteaccount")
    await alice.hears("Delete your account")
    await alice.says("alice")
    await alice.hears("in 24 hours")
    await days_pass(app, 2)
    for _ in range(2):
        await happens(worker)
    await alice.hears("Your account alice and all your data have been deleted")
    await days_pass(app, 31)
    await happens(worker)
    for word in (_WORD, "alice", str(alice.id)):
        assert await places_of(word, app, log) == []
