"""History: the last hundred revisions can be read and restored, until the author clears them."""

import asyncio

import pytest
from redis.asyncio import Redis

from auth.models import User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.errors import PostDeleted, PostNotFound, RevisionNotFound
from posts.limits import Allowance
from posts.models import Post
from posts.texts.drafts import draft_of_text
from tests.doors import Door, posts_door
from tests.posts.conftest import CHAT, ContentFolder


@pytest.fixture
def posts(sessions: Sessions, redis: Redis, storage: Storage) -> Door:
    """The services, without a limit of pastes a minute."""
    return posts_door(sessions, redis, storage, Allowance(pastes_a_minute=1000))


@pytest.fixture
async def third(posts: Door, alice: User, note: Post) -> Post:
    """A paste with its third text."""
    await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    post: Post = await posts.revise(alice, CHAT, note, draft_of_text("third text"))
    return post


async def test_the_latest_text_comes_first(posts: Door, third: Post) -> None:
    revisions = await posts.revisions(third)
    assert [revision.number for revision in revisions] == [3, 2, 1]
    assert [await posts.content(one) for one in revisions] == [b"third text", b"second text", b"a text"]


async def test_a_number_that_there_is_not_is_not_found(posts: Door, third: Post) -> None:
    for number in (0, 4, -1, 2**31 - 1):
        with pytest.raises(RevisionNotFound):
            await posts.revision(third, number)


async def test_a_revision_is_of_one_paste(posts: Door, alice: User, third: Post) -> None:
    other = await posts.publish(alice, draft_of_text("another"))
    with pytest.raises(RevisionNotFound):
        await posts.revision(other, 2)


async def test_an_old_text_comes_back_as_a_new_revision(posts: Door, alice: User, third: Post) -> None:
    restored = await posts.restore(alice, third.id, 1)
    assert (restored.revision, restored.sha256) == (4, (await posts.own(alice, third.id)).sha256)
    assert await posts.content(restored) == b"a text"
    assert [revision.number for revision in await posts.revisions(third)] == [4, 3, 2, 1]


async def test_the_present_text_is_there_already(posts: Door, alice: User, third: Post) -> None:
    assert await posts.restore(alice, third.id, 3) == third


async def test_only_its_author_restores_and_only_what_there_is(
    posts: Door, alice: User, bob: User, third: Post
) -> None:
    with pytest.raises(RevisionNotFound):
        await posts.restore(alice, third.id, 9)
    for forbidden in (posts.restore(bob, third.id, 1), posts.clear_history(bob, third.id)):
        with pytest.raises(PostNotFound):
            await forbidden
    assert len(await posts.revisions(third)) == 3


async def test_a_cleared_history_is_nowhere(
    posts: Door, alice: User, third: Post, folder: ContentFolder
) -> None:
    second = await posts.revision(third, 2)
    await posts.clear_history(alice, third.id)
    assert [revision.number for revision in await posts.revisions(third)] == [3]
    assert folder.files() == {third.content_source}
    assert await posts.content(await posts.open(third.url, reader=None)) == b"third text"
    with pytest.raises(PostDeleted):
        await posts.content(second)


async def test_clearing_and_revising_at_once_lose_no_present_text(
    posts: Door, alice: User, third: Post
) -> None:
    await asyncio.gather(
        posts.clear_history(alice, third.id),
        *(posts.revise(alice, CHAT, third, draft_of_text(f"text {number}")) for number in range(4)),
    )
    now = await posts.own(alice, third.id)
    assert now.revision == 7
    assert await posts.content(now) == await posts.content(await posts.revision(now, 7))


async def test_the_hundred_and_first_revision_deletes_the_first_with_its_file(
    posts: Door, alice: User, note: Post, folder: ContentFolder
) -> None:
    for number in range(2, 101):
        await posts.revise(alice, CHAT, note, draft_of_text(f"text {number}"))
    assert note.content_source in folder.files()
    last = await posts.revise(alice, CHAT, note, draft_of_text("text 101"))
    assert [revision.number for revision in await posts.revisions(last)] == list(range(101, 1, -1))
    assert note.content_source not in folder.files()
    assert len(folder.files()) == 100
    assert await posts.content(await posts.revision(last, 2)) == b"text 2"
