"""Pastes that were deleted some time ago are removed with all that belongs to them."""

import asyncio

import pytest

from auth.models import User
from posts.errors import PostDeleted, PostNotFound, TooLateToUndo
from posts.models import EventKind, Post
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, ContentFolder, Database, happened


@pytest.fixture
async def binned(posts: Door, alice: User, note: Post) -> Post:
    """A deleted paste with a history and a redirect."""
    await posts.rename(alice, note.id, "new name")
    await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    post: Post = await posts.delete(alice, note.id)
    return post


async def test_nothing_is_removed_that_can_come_back(
    posts: Door, alice: User, binned: Post, folder: ContentFolder, database: Database
) -> None:
    await posts.publish(alice, draft_of_text("another"))
    await database.ago("posts.posts.deleted_at", "9 minutes 50 seconds")
    assert await posts.purge(10) == 0
    assert (await database.count("posts.posts"), len(folder.files())) == (2, 3)


async def test_then_rows_and_files_go(
    posts: Door, alice: User, binned: Post, folder: ContentFolder, database: Database
) -> None:
    other = await posts.publish(alice, draft_of_text("another"))
    await database.ago("posts.posts.deleted_at", "10 minutes")
    assert await posts.purge(10) == 1
    assert folder.files() == {other.content_source}
    assert await database.count("posts.posts") == await database.count("posts.revisions") == 1
    assert await database.count("posts.redirects") == 0
    with pytest.raises(TooLateToUndo):
        await posts.undelete(alice, binned.id)


async def test_that_it_was_there_stays_known_and_its_address_is_free(
    posts: Door, alice: User, binned: Post, database: Database
) -> None:
    await database.ago("posts.posts.deleted_at", "10 minutes")
    await posts.purge(10)
    with pytest.raises(PostDeleted):
        await posts.open(binned.url, reader=None)
    assert len(await happened(posts, EventKind.DELETED, EventKind.EXPIRED)) == 1
    again = await posts.publish(alice, draft_of_text("new", title="new name"))
    assert again.url == binned.url
    assert await posts.open(binned.url, reader=None) == again


async def test_a_reader_at_that_moment_gets_post_deleted(
    posts: Door, binned: Post, database: Database
) -> None:
    await database.ago("posts.posts.deleted_at", "10 minutes")
    await posts.purge(10)
    with pytest.raises(PostDeleted):
        await posts.content(binned)


async def test_many_are_removed_a_few_at_a_time_and_by_several_at_once(
    posts: Door, alice: User, folder: ContentFolder, database: Database
) -> None:
    for number in range(6):
        await posts.delete(alice, (await posts.publish(alice, draft_of_text(f"text {number}"))).id)
    await database.ago("posts.posts.deleted_at", "10 minutes")
    assert await posts.purge(2) == 2
    assert sum(await asyncio.gather(*(posts.purge(2) for _ in range(3)))) <= 4
    while await posts.purge(2):
        pass
    assert (await database.count("posts.posts"), folder.files()) == (0, set())


async def test_a_file_that_cannot_be_deleted_stops_nothing(
    posts: Door, alice: User, binned: Post, folder: ContentFolder, database: Database
) -> None:
    folder.obstruct(binned.content_source)
    await database.ago("posts.posts.deleted_at", "10 minutes")
    assert await posts.purge(10) == 1
    assert folder.files() == set()
    with pytest.raises(PostNotFound):
        await posts.open(binned.url, reader=None)
