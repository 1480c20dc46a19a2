"""Files that a crash left without a row, and files of another installation."""

import os
import time
from datetime import timedelta
from typing import Any

import pytest

from posts.deleting import OrphanSweep
from posts.models import Post
from posts.texts.drafts import draft_of_file
from tests.posts.conftest import ORIGIN, STRANGER, Database, publish, revise

_NOW = timedelta(0)
_CP1251 = "Съешь же ещё этих мягких французских булок".encode("cp1251")


@pytest.fixture
async def crowd(note: Post, tmp_path: Any, database: Database) -> None:
    """99 files that are in use, so that one more is a hundredth."""
    columns = "post_id, number, content_source, size, sha256"
    numbers = "FROM posts.posts, generate_series(2, 99) n"
    await database.does(f"INSERT INTO posts.revisions ({columns}) SELECT id, n, 'aa/' || n, 1, n {numbers}")
    (tmp_path / "files" / "aa").mkdir(exist_ok=True)
    for number in range(2, 100):
        (tmp_path / "files" / "aa" / str(number)).write_bytes(b"in use")


async def test_a_hundredth_of_the_files_is_swept_and_no_more(posts, storage, crowd, note, folder):
    orphan = await storage.put(b"left by a crash")
    other = await storage.put(b"of somebody else")
    sweep = await posts.sweep_orphans(_NOW)
    assert (sweep.files, sweep.orphans, sweep.is_refused) == (101, 2, True)
    assert len(folder.files()) == 101
    await storage.delete(other)
    sweep = await posts.sweep_orphans(_NOW)
    assert (sweep, sweep.is_refused) == (OrphanSweep(files=100, orphans=1, keys=[orphan]), False)
    with pytest.raises(FileNotFoundError):
        await storage.get(orphan)
    assert await posts.sweep_orphans(_NOW) == OrphanSweep(files=99, orphans=0, keys=[])
    assert await posts.content(note) == b"a text"


async def test_another_installation_loses_no_file(posts, alice, storage, folder):
    assert not (await posts.sweep_orphans(_NOW)).is_refused, "an empty storage is nothing to warn of"
    for _ in range(8):
        await storage.put(b"a paste of another installation")
    sweep = await posts.sweep_orphans(_NOW)
    assert (sweep.files, sweep.orphans, sweep.is_refused) == (8, 8, True)
    await publish(posts, alice)
    assert (await posts.sweep_orphans(_NOW)).is_refused
    assert len(folder.files()) == 9


async def test_young_files_are_left_alone(posts, storage, crowd, folder, tmp_path):
    two_days_ago = time.time() - 2 * 86_400
    for file in folder.files():
        os.utime(tmp_path / "files" / file, (two_days_ago, two_days_ago))
    young = await storage.put(b"its row comes in a moment")
    assert await posts.sweep_orphans(timedelta(days=1)) == OrphanSweep(files=99, orphans=0, keys=[])
    assert await storage.get(young) == b"its row comes in a moment"


async def test_every_text_and_file_of_a_paste_or_a_draft_is_needed(posts, alice, note, folder):
    await revise(posts, alice, note, "second text")
    await posts.publish(alice, draft_of_file("notes.txt", _CP1251))
    await posts.save_for_stranger(STRANGER, draft_of_file("waits.txt", _CP1251, origin=ORIGIN))
    await posts.delete(alice, note.id)
    before = folder.files()
    assert len(before) == 6
    assert await posts.sweep_orphans(_NOW) == OrphanSweep(files=6, orphans=0, keys=[])
    assert folder.files() == before
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert await posts.original(post) == _CP1251
    assert await posts.content(await posts.undelete(alice, note.id)) == b"second text"
