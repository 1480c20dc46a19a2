"""Files that a crash left without a row."""

from datetime import timedelta

import pytest

from auth.models import User
from kernel.storage import Storage
from posts.models import Post
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, ORIGIN, STRANGER, ContentFolder

NOW = timedelta(0)
_RUSSIAN = "Съешь же ещё этих мягких французских булок".encode("cp1251")


async def test_only_files_that_nothing_needs_are_swept(posts: Door, storage: Storage, note: Post) -> None:
    orphan = await storage.put(b"left by a crash")
    assert await posts.sweep_orphans(NOW) == 1
    with pytest.raises(FileNotFoundError):
        await storage.get(orphan)
    assert await posts.sweep_orphans(NOW) == 0
    assert await posts.content(note) == b"a text"


async def test_young_files_are_left_alone(posts: Door, storage: Storage) -> None:
    young = await storage.put(b"its row comes in a moment")
    assert await posts.sweep_orphans(timedelta(days=1)) == 0
    assert await storage.get(young) == b"its row comes in a moment"


async def test_old_texts_and_files_of_other_encodings_are_needed(
    posts: Door, alice: User, note: Post, folder: ContentFolder
) -> None:
    await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    await posts.publish(alice, draft_of_file("notes.txt", _RUSSIAN))
    before = folder.files()
    assert len(before) == 4
    assert await posts.sweep_orphans(NOW) == 0
    assert folder.files() == before


async def test_what_waits_to_be_published_is_needed(posts: Door, alice: User, folder: ContentFolder) -> None:
    await posts.keep_for_stranger(STRANGER, draft_of_file("notes.txt", _RUSSIAN, origin=ORIGIN))
    assert len(folder.files()) == 2
    assert await posts.sweep_orphans(NOW) == 0
    (post,) = await posts.publish_kept(alice, STRANGER)
    assert await posts.original(post) == _RUSSIAN


async def test_what_is_deleted_is_needed_as_long_as_it_can_come_back(
    posts: Door, alice: User, note: Post
) -> None:
    await posts.delete(alice, note.id)
    assert await posts.sweep_orphans(NOW) == 0
    assert await posts.content(await posts.undelete(alice, note.id)) == b"a text"
