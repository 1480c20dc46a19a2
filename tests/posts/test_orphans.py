"""Files that a crash left without a row, and files of another installation."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from auth.models import User
from kernel.storage import Storage
from posts.deleting import OrphanSweep
from posts.models import Post
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, ORIGIN, STRANGER, ContentFolder

NOW = timedelta(0)
_RUSSIAN = "Съешь же ещё этих мягких французских булок".encode("cp1251")


@pytest.fixture
async def crowd(posts: Door, alice: User) -> None:
    """Make 99 files that are in use, so that one more is a hundredth."""
    for number in range(99):
        await posts.publish(alice, draft_of_text("a text", title=f"one of many {number}"))


async def test_only_files_that_nothing_needs_are_swept(
    posts: Door, storage: Storage, crowd: None, note: Post
) -> None:
    orphan = await storage.put(b"left by a crash")
    assert await posts.sweep_orphans(NOW) == OrphanSweep(files=101, orphans=1, keys=[orphan])
    with pytest.raises(FileNotFoundError):
        await storage.get(orphan)
    assert await posts.sweep_orphans(NOW) == OrphanSweep(files=100, orphans=0, keys=[])
    assert await posts.content(note) == b"a text"


async def test_a_hundredth_of_the_files_is_swept_and_no_more(
    posts: Door, storage: Storage, crowd: None, folder: ContentFolder
) -> None:
    await storage.put(b"left by a crash")
    other = await storage.put(b"of somebody else")
    sweep = await posts.sweep_orphans(NOW)
    assert (sweep.files, sweep.orphans, sweep.is_refused) == (101, 2, True)
    assert len(folder.files()) == 101
    await storage.delete(other)
    sweep = await posts.sweep_orphans(NOW)
    assert (sweep.files, sweep.orphans, sweep.is_refused) == (100, 1, False)
    assert len(folder.files()) == 99


async def test_an_empty_database_deletes_no_file_of_a_storage(
    posts: Door, storage: Storage, folder: ContentFolder
) -> None:
    for _ in range(300):
        await storage.put(b"a paste of another installation")
    before = folder.files()
    sweep = await posts.sweep_orphans(NOW)
    assert (sweep.files, sweep.orphans, sweep.is_refused) == (300, 300, True)
    assert folder.files() == before


async def test_a_small_installation_deletes_no_file_of_another_small_one(
    posts: Door, storage: Storage, note: Post, folder: ContentFolder
) -> None:
    for _ in range(8):
        await storage.put(b"a paste of another installation")
    assert (await posts.sweep_orphans(NOW)).is_refused
    assert len(folder.files()) == 9


async def test_an_empty_storage_is_nothing_to_warn_of(posts: Door) -> None:
    assert not (await posts.sweep_orphans(NOW)).is_refused


async def test_young_files_are_left_alone(
    posts: Door, storage: Storage, crowd: None, folder: ContentFolder, tmp_path: Path
) -> None:
    two_days_ago = time.time() - 2 * 86_400
    for file in folder.files():
        os.utime(tmp_path / "files" / file, (two_days_ago, two_days_ago))
    young = await storage.put(b"its row comes in a moment")
    assert await posts.sweep_orphans(timedelta(days=1)) == OrphanSweep(files=99, orphans=0, keys=[])
    assert await storage.get(young) == b"its row comes in a moment"


async def test_old_texts_and_files_of_other_encodings_are_needed(
    posts: Door, alice: User, note: Post, folder: ContentFolder
) -> None:
    await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    await posts.publish(alice, draft_of_file("notes.txt", _RUSSIAN))
    before = folder.files()
    assert len(before) == 4
    assert await posts.sweep_orphans(NOW) == OrphanSweep(files=4, orphans=0, keys=[])
    assert folder.files() == before


async def test_what_waits_to_be_published_is_needed(posts: Door, alice: User, folder: ContentFolder) -> None:
    await posts.save_for_stranger(STRANGER, draft_of_file("notes.txt", _RUSSIAN, origin=ORIGIN))
    assert len(folder.files()) == 2
    assert (await posts.sweep_orphans(NOW)).orphans == 0
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert await posts.original(post) == _RUSSIAN


async def test_what_is_deleted_is_needed_as_long_as_it_can_come_back(
    posts: Door, alice: User, note: Post
) -> None:
    await posts.delete(alice, note.id)
    assert (await posts.sweep_orphans(NOW)).orphans == 0
    assert await posts.content(await posts.undelete(alice, note.id)) == b"a text"
