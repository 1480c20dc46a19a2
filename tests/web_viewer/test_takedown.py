"""What an operator takes down is gone for readers within a second, and comes back as it was."""

import asyncio

import pytest

from local.errors import CannotRun
from posts.models import Visibility
from tests.operator import Operator, operator_of
from tests.patience import PATIENCE

_PAGES = ("", "/raw", "/download", "/history", "/history/1", "/history/1/raw", "/preview.png")


@pytest.fixture
def operator(viewer_settings, begun, monkeypatch: pytest.MonkeyPatch) -> Operator:
    return operator_of(
        monkeypatch,
        DATABASE_URL=viewer_settings.database.database_url,
        REDIS_URL=viewer_settings.redis.redis_url,
        STORAGE_URL=viewer_settings.storage.storage_url,
        SECRET_KEY=viewer_settings.secrets.secret_key.get_secret_value(),
    )


async def test_a_paste_is_taken_down_and_restored(alice, reader, operator):
    post = await alice.publishes("some spam", "note")
    before = {page: (await reader.get(f"/{post.url}{page}")).body for page in _PAGES}
    done = await operator.does("takedown", f"https://paste.example/{post.url}/raw", "--why", "It is spam.")
    assert done.startswith("alice/note is taken down")
    for page in _PAGES:
        gone = await reader.get(f"/{post.url}{page}", Accept_Language="en")
        assert gone.status == 410, page
        assert "This paste was taken down" in gone.words
        assert "spam" not in gone.text
    russian = await reader.get(f"/{post.url}", Accept_Language="ru")
    assert "Эту запись сняли" in russian.words
    for listed in ("/alice", "/alice/feed.xml"):
        assert "note" not in (await reader.get(listed)).text, listed
    assert "taken down: It is spam." in await operator.does("find", post.url)
    assert await operator.does("restore-paste", post.url) == "alice/note is back."
    assert {page: (await reader.get(f"/{post.url}{page}")).body for page in _PAGES} == before
    with pytest.raises(CannotRun, match="There is no such paste: alice/note"):
        await operator.does("restore-paste", post.url)
    shown = (await operator.does("acts")).splitlines()
    assert [line.partition(": ")[2] for line in shown] == [
        f"restore-paste paste {post.id}",
        f"takedown paste {post.id}: It is spam.",
    ]


async def test_pages_that_a_viewer_trusts_are_gone_after_a_second(
    alice, reader, operator, trusted_for_long, monkeypatch
):
    post = await alice.publishes("some spam", "note")
    monkeypatch.setattr("web_viewer.page_cache.memory.TRUSTED_SECONDS", 1.0)
    assert (await reader.get(f"/{post.url}")).status == 200
    await operator.does("takedown", post.url, "--why", "spam")

    async with asyncio.timeout(PATIENCE):
        while (await reader.get(f"/{post.url}")).status != 410:
            pass


async def test_what_its_author_has_deleted_stays_deleted(alice, reader, operator):
    post = await alice.publishes("text", "note")
    await alice.deletes(post)
    with pytest.raises(CannotRun, match="has ended: its author has deleted it"):
        await operator.does("takedown", post.url, "--why", "spam")
    with pytest.raises(CannotRun, match="There is no such paste"):
        await operator.does("restore-paste", post.url)
    assert "This paste was deleted" in (await reader.get(f"/{post.url}")).words


async def test_a_private_paste_looks_like_none(alice, reader, operator):
    post = await alice.makes(await alice.publishes("text", "note"), Visibility.PRIVATE)
    await operator.does("takedown", post.url, "--why", "spam")
    assert (await reader.get(f"/{post.url}")).status == 404


async def test_a_takedown_lasts_for_thirty_days(alice, reader, operator, house):
    kept, purged = await alice.publishes("one", "kept"), await alice.publishes("two", "purged")
    for post in (kept, purged):
        await operator.does("takedown", post.url, "--why", "spam")
    await house.damage(
        "UPDATE posts.posts SET deleted_at = deleted_at - interval '1 day' * (CASE title WHEN 'kept' THEN 29"
        " ELSE 30 END)"
    )
    async with house.posts() as posts:
        assert await posts.deleting.purge(10) == 1
    assert (await reader.get(f"/{purged.url}")).status == 410
    await operator.does("restore-paste", kept.url)
    assert (await reader.get(f"/{kept.url}")).listing == "one"
