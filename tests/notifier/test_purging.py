"""Pastes that are over are deleted with revisions, files and cached pages, also after kills."""

import os
import time
from collections.abc import Callable

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from kernel.storage import Storage
from notifier.cleaning import clean, purge, sweep_orphans
from notifier.worker import Worker
from posts.errors import PostDeleted, PostExpired, TooLateToUndo
from posts.models import Post
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.notifier.village import Village
from tests.posts.keeping import keep_page, kept_page

Files = Callable[[], set[str]]


@pytest.fixture
async def post(village: Village, alice: User) -> Post:
    """A paste with two revisions and the original of a file that was not UTF-8."""
    first = draft_of_file("note.txt", "Привет, мир. Это текст.".encode("cp1251"), file_name="note.txt")
    post: Post = await village.posts.publish(alice, first)
    await village.posts.reread(alice, post.id, "koi8-r")
    return post


async def time_passes(village: Village, minutes: float) -> None:
    for column in ("deleted_at", "expires_at"):
        await village.changes(f"UPDATE posts.posts SET {column} = {column} - interval '{minutes} minutes'")


async def test_a_deleted_paste_can_be_restored_for_ten_minutes(
    village: Village, worker: Worker, alice: User, post: Post, files: Files
) -> None:
    await village.posts.delete(alice, post.id)
    await time_passes(village, 9.9)
    await purge(worker)
    await village.posts.undelete(alice, post.id)
    assert len(files()) == 3
    await village.posts.delete(alice, post.id)
    await time_passes(village, 10)
    await purge(worker)
    assert await village.count("posts.posts") == await village.count("posts.revisions") == 0
    assert files() == set()
    with pytest.raises(TooLateToUndo):
        await village.posts.undelete(alice, post.id)
    with pytest.raises(PostDeleted):
        await village.posts.open(post.url, reader=None)


async def test_an_expired_paste_is_deleted_with_its_pages(
    village: Village, worker: Worker, post: Post, files: Files, redis: Redis
) -> None:
    await keep_page(redis, post.url, "en", b"<p>secret")
    await village.changes("UPDATE posts.posts SET expires_at = now()")
    await purge(worker)
    assert files() == set()
    assert await village.count("posts.posts") == 0
    assert await kept_page(redis, post.url, "en") is None
    with pytest.raises(PostExpired):
        await village.posts.open(post.url, reader=None)


async def test_any_number_of_expired_pastes_is_deleted(
    village: Village, worker: Worker, alice: User, files: Files
) -> None:
    await village.publishes(alice, "stays")
    await village.changes(
        "INSERT INTO posts.posts (title, url, content_source, created_by, language, size, lines, sha256,"
        f" expires_at) SELECT 't', 'alice/' || n, 'aa/' || n, {alice.id}, 'text', 1, 1, '', now()"
        " FROM generate_series(1, 250) n"
    )
    await purge(worker)
    assert await village.rows("SELECT title FROM posts.posts") == [("stays",)]
    assert len(files()) == 1


async def test_files_that_a_killed_worker_left_behind_are_swept(
    village: Village,
    worker: Worker,
    alice: User,
    files: Files,
    storage: Storage,
    caplog: pytest.LogCaptureFixture,
) -> None:
    left = (await village.publishes(alice, "left behind")).content_source
    for number in range(99):
        await village.publishes(alice, f"stays {number}")
    # As after a kill between the commit and the deletion of the files.
    await village.changes(f"DELETE FROM posts.posts WHERE content_source = '{left}'")
    two_days_pass(files, storage)
    await sweep_orphans(worker)
    assert left not in files()
    assert len(files()) == 99
    assert "orphan_sweep_refused" not in caplog.text


async def test_an_empty_database_warns_of_a_storage_with_files(
    village: Village,
    worker: Worker,
    post: Post,
    files: Files,
    storage: Storage,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await village.changes("DELETE FROM posts.posts")
    two_days_pass(files, storage)
    before = files()
    await sweep_orphans(worker)
    assert files() == before
    assert len(before) == 3
    (warning,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert isinstance(warning.msg, dict)
    told = warning.msg
    assert (told["event"], told["files"], told["orphans"]) == ("orphan_sweep_refused", 3, 3)
    assert set(told["examples"]) == before
    assert "STORAGE_URL" in told["check"]


def two_days_pass(files: Files, storage: Storage) -> None:
    two_days_ago = time.time() - 2 * 86_400
    for file in files():
        os.utime(f"{storage.url.removeprefix('file://')}/{file}", (two_days_ago, two_days_ago))


async def test_a_draft_is_kept_for_a_month(village: Village, worker: Worker, files: Files) -> None:
    await village.posts.save_for_stranger(TelegramId(7), draft_of_text("a draft"))
    await clean(worker)
    assert len(files()) == 1
    await village.changes("UPDATE posts.drafts SET created_at = created_at - interval '30 days'")
    await clean(worker)
    assert files() == set()
    assert await village.count("posts.drafts") == 0
