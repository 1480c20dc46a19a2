"""Files that a crash left without a row go to the trash; files of another installation stay."""

import os
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from kernel.content_store import ContentKey
from kernel.database import Sessions
from kernel.storage import Storage
from kernel.trash import trash_key
from posts.files.installation import Installation, WrongStorage
from posts.files.sweep import OrphanSweep
from posts.models import Post
from posts.texts.drafts import draft_of_file
from tests.installation import begin_installation
from tests.posts.conftest import ORIGIN, STRANGER, Database, revise

_NOW = timedelta(0)
_TODAY = datetime.now(UTC).date()
_CP1251 = "Съешь же ещё этих мягких французских булок".encode("cp1251")


@pytest.fixture(autouse=True)
async def begun(sessions: Sessions, storage: Storage, database: Database) -> AsyncIterator[None]:
    """An installation, whose id in the database is put back for other tests."""
    await begin_installation(sessions, storage)
    known = (await storage.get(ContentKey("installation"))).decode()
    yield
    await database.does("DELETE FROM posts.installation")
    await database.does(f"INSERT INTO posts.installation (id) VALUES ('{known}')")


@pytest.fixture
async def crowd(note: Post, tmp_path: Any, database: Database) -> None:
    """99 files that are in use, so that one more is a hundredth."""
    columns = "post_id, number, content_source, size, sha256"
    numbers = "FROM posts.posts, generate_series(2, 99) n"
    await database.does(f"INSERT INTO posts.revisions ({columns}) SELECT id, n, 'aa/' || n, 1, n {numbers}")
    (tmp_path / "files" / "aa").mkdir(exist_ok=True)
    for number in range(2, 100):
        (tmp_path / "files" / "aa" / str(number)).write_bytes(b"in use")


def counts(sweep):
    return sweep.files, sweep.orphans, sweep.moved, sweep.is_refused


async def test_a_hundredth_of_the_files_is_swept_and_more_only_if_an_operator_says_so(
    posts, storage, crowd, note, folder
):
    orphan, other = await storage.put(b"left by a crash"), await storage.put(b"of somebody else")
    assert counts(await posts.sweep_orphans(_NOW)) == (101, 2, 0, True)
    assert {orphan, other} < folder.files()
    await storage.delete(other)
    assert counts(await posts.sweep_orphans(_NOW)) == (100, 1, 1, False)
    assert orphan not in folder.files()
    orphans = [await storage.put(b"orphan") for _ in range(3)]
    assert counts(await posts.sweep_orphans(_NOW, is_confirmed=True)) == (102, 3, 3, True)
    assert not folder.files() & set(orphans)
    assert await posts.content(note) == b"a text"


def test_no_more_than_a_thousand_files_are_swept_at_once():
    assert OrphanSweep(files=10**6, orphans=1_001).is_refused
    assert not OrphanSweep(files=10**6, orphans=1_000).is_refused


async def test_the_trash_is_emptied_after_a_week_and_gives_back_what_a_row_names(
    posts, storage, crowd, note, folder
):
    lost, orphan = note.content_source, await storage.put(b"left by a crash")
    await storage.move(lost, trash_key(lost, _TODAY))
    await storage.move(orphan, trash_key(orphan, _TODAY - timedelta(days=6)))
    sweep = await posts.sweep_orphans(_NOW)
    assert (sweep.files, sweep.moved_back, sweep.deleted) == (99, 1, 0)
    assert await posts.content(note) == b"a text"
    [in_trash] = [key for key in folder.files() if key.startswith("trash/")]
    await storage.move(in_trash, trash_key(orphan, _TODAY - timedelta(days=7)))
    assert (await posts.sweep_orphans(_NOW)).deleted == 1
    assert len(folder.files()) == 100, "with the mark of the installation"


async def test_young_files_are_left_alone(posts, storage, crowd, folder, tmp_path):
    two_days_ago = time.time() - 2 * 86_400
    for file in folder.files():
        os.utime(tmp_path / "files" / file, (two_days_ago, two_days_ago))
    young = await storage.put(b"its row comes in a moment")
    assert counts(await posts.sweep_orphans(timedelta(days=1))) == (99, 0, 0, False)
    assert await storage.get(young) == b"its row comes in a moment"


async def test_every_text_and_file_of_a_paste_or_a_draft_is_needed(posts, alice, note, folder):
    await revise(posts, alice, note, "second text")
    await posts.publish(alice, draft_of_file("notes.txt", _CP1251))
    await posts.save_for_stranger(STRANGER, draft_of_file("waits.txt", _CP1251, origin=ORIGIN))
    await posts.delete(alice, note.id)
    before = folder.files()
    assert counts(await posts.sweep_orphans(_NOW)) == (6, 0, 0, False)
    assert folder.files() == before
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert await posts.original(post) == _CP1251
    assert await posts.content(await posts.undelete(alice, note.id)) == b"second text"


async def test_an_empty_database_begins_nothing_on_a_used_store(posts, sessions, storage, folder, database):
    for _ in range(120):
        await storage.put(b"a paste of another installation")
    before = folder.files()
    await database.does("DELETE FROM posts.installation")
    async with sessions() as session:
        installation = Installation(session, storage)
        with pytest.raises(WrongStorage, match="another installation"):
            await installation.check_or_begin()
        with pytest.raises(WrongStorage):
            await posts.sweep_orphans(_NOW, is_confirmed=True)
        await storage.delete("installation")  # as the version before left it
        with pytest.raises(WrongStorage, match="knows none of the files"):
            await installation.check_or_begin()
        await storage.put_at("installation", b"no id")
        with pytest.raises(WrongStorage, match="no id"):
            await installation.check_or_begin()
    assert folder.files() == before


async def test_a_database_with_pastes_begins_nothing_on_an_empty_store(sessions, note, folder, storage):
    await storage.delete("installation")
    folder.hide(note.content_source)
    async with sessions() as session:
        installation = Installation(session, storage)
        with pytest.raises(WrongStorage, match="is its disk mounted"):
            await installation.check_or_begin()
        with pytest.raises(WrongStorage, match="is its disk mounted"):
            await installation.check()
    assert folder.files() == set()


async def test_an_installation_without_ids_gets_one(posts, sessions, storage, note, database):
    await storage.delete("installation")
    await database.does("DELETE FROM posts.installation")
    async with sessions() as session:
        installation = Installation(session, storage)
        await installation.check_or_begin()
        known = await storage.get(ContentKey("installation"))
        assert known.decode() == str(await session.scalar(text("SELECT id FROM posts.installation")))
        await installation.check_or_begin()
        assert await storage.get(ContentKey("installation")) == known
        await installation.renew()
        assert await storage.get(ContentKey("installation")) != known
        await installation.check()


async def test_an_operator_can_say_that_both_belong_together(sessions, storage, database):
    await database.does("UPDATE posts.installation SET id = gen_random_uuid()")
    async with sessions() as session:
        installation = Installation(session, storage)
        with pytest.raises(WrongStorage):
            await installation.check()
        await installation.adopt()
        await installation.check()
