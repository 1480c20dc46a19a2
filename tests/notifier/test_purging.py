"""Pastes that are over are deleted with revisions, files and cached pages, also after kills."""

import os
import time
from uuid import uuid4

import pytest

from auth.models import TelegramId
from notifier.cleaning import clean, purge, sweep_orphans
from posts.errors import PostDeleted, PostExpired, TooLateToUndo
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.installation import begin_installation
from tests.posts.cached_pages import cache_page, cached_page


@pytest.fixture
async def post(village, alice):
    """A paste with two revisions and the original of a file that was not UTF-8."""
    first = draft_of_file("note.txt", "Привет, мир. Это текст.".encode("cp1251"), file_name="note.txt")
    post = await village.posts.publish(alice, first)
    await village.posts.reread(alice, post.id, "koi8-r")
    return post


async def test_a_deleted_paste_can_be_restored_for_ten_minutes(village, worker, alice, post, files):
    async def delete_and_purge(minutes):
        await village.posts.delete(alice, post.id)
        age = f"interval '{minutes} minutes'"
        await village.changes(f"UPDATE posts.posts SET deleted_at = deleted_at - {age}")
        await purge(worker)

    await delete_and_purge(9.9)
    await village.posts.undelete(alice, post.id)
    assert len(files()) == 3
    await delete_and_purge(10)
    assert await village.count("posts.posts") == await village.count("posts.revisions") == 0
    assert files() == set()
    with pytest.raises(TooLateToUndo):
        await village.posts.undelete(alice, post.id)
    with pytest.raises(PostDeleted):
        await village.posts.open(post.url, reader=None)


async def test_an_expired_paste_is_deleted_with_its_pages(village, worker, post, files, redis):
    await cache_page(redis, post.url, "en", b"<p>secret")
    await village.changes("UPDATE posts.posts SET expires_at = now()")
    await purge(worker)
    assert files() == set()
    assert await village.count("posts.posts") == 0
    assert await cached_page(redis, post.url, "en") is None
    with pytest.raises(PostExpired):
        await village.posts.open(post.url, reader=None)


async def test_any_number_of_expired_pastes_is_deleted(village, worker, alice, files):
    await village.publishes(alice, "stays")
    await village.has_pastes_with(alice, [f"aa/{number}" for number in range(250)])
    await village.changes("UPDATE posts.posts SET expires_at = now() WHERE title = 'added'")
    await purge(worker)
    assert await village.rows("SELECT title FROM posts.posts") == [("stays",)]
    assert len(files()) == 1


def two_days_pass(files, storage):
    two_days_ago = time.time() - 2 * 86_400
    for file in files():
        os.utime(f"{storage.url.removeprefix('file://')}/{file}", (two_days_ago, two_days_ago))


async def test_files_that_a_killed_worker_left_behind_are_swept(
    village, worker, alice, files, storage, caplog
):
    left, *kept = [await storage.put(b"text") for _ in range(100)]
    # As after a kill between the commit and the deletion of the files.
    await village.has_pastes_with(alice, kept)
    two_days_pass(files, storage)
    await begin_installation(village.sessions, storage)
    await sweep_orphans(worker)
    assert left not in files()
    assert {key for key in files() if key.count("/") == 1} == set(kept)
    assert "orphan_sweep_refused" not in caplog.text


async def test_the_log_says_why_no_file_was_swept(village, worker, post, files, storage, caplog):
    await begin_installation(village.sessions, storage)
    contents = files() - {"installation"}
    await village.changes("DELETE FROM posts.posts")
    two_days_pass(files, storage)
    await sweep_orphans(worker)
    await storage.delete("installation")
    await storage.put_at("installation", str(uuid4()).encode())
    await sweep_orphans(worker)
    assert files() == {*contents, "installation"}
    too_many, other = [record.msg for record in caplog.records if record.levelname == "ERROR"]
    assert (too_many["event"], too_many["files"], too_many["orphans"]) == ("orphan_sweep_refused", 3, 3)
    assert set(too_many["examples"]) == contents
    assert "python -m posts.files sweep" in too_many["reason"]
    assert other["event"] == "orphan_sweep_refused"
    assert "belongs to another installation" in other["reason"]


async def test_a_draft_is_kept_for_a_month(village, worker, files):
    await village.posts.save_for_stranger(TelegramId(7), draft_of_text("a draft"))
    await clean(worker)
    assert len(files()) == 1
    await village.changes("UPDATE posts.drafts SET created_at = created_at - interval '30 days'")
    await clean(worker)
    assert files() == set()
    assert await village.count("posts.drafts") == 0
