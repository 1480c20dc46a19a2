"""Numbers of views."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from auth.models import User
from kernel.database import Sessions
from posts.models import Post, PostId, Visibility
from posts.pastes.views import Views
from tests.doors import Door
from tests.posts.conftest import publish, revise


@pytest.fixture
def read(sessions: Sessions) -> Any:
    """Add numbers of views, by pastes."""

    async def read(counts: Mapping[PostId, int]) -> None:
        async with sessions.begin() as session:
            await Views(session).add(counts)

    return read


@pytest.fixture
async def letter(posts: Door, alice: User) -> Any:
    return await publish(posts, alice, "dear bob", "letter")


async def views_of(posts: Door, post: Post) -> int:
    found: Post = await posts.open(post.url, reader=post.created_by)
    return found.views


async def test_views_add_up_for_each_paste_without_a_limit(posts, read, alice, note, letter, database):
    assert note.views == await views_of(posts, note) == 0
    await read({})
    await read({note.id: 2, letter.id: 1, PostId(note.id + 1000): 5})
    await read({note.id: 2**40})
    assert await views_of(posts, note) == 2**40 + 2
    assert await views_of(posts, letter) == 1
    assert await database.count("posts.views") == 2, "none for a paste that is gone"
    assert (await publish(posts, alice)).views == 0


async def test_a_paste_that_is_being_purged_does_not_stop_the_counts_of_others(
    posts, read, note, letter, database
):
    async with database.purging(letter):
        adding = asyncio.ensure_future(read({letter.id: 1, note.id: 1}))
        assert await database.waits(adding)
    await adding
    assert await views_of(posts, note) == 1


async def test_simultaneous_counts_of_the_same_pastes_are_all_added(posts, read, alice, note, database):
    await database.copy(note, range(100))
    pastes = (await posts.page_of(alice.id, 0, 200)).posts
    ways = [dict.fromkeys([post.id for post in order], 1) for order in (pastes, reversed(pastes))]
    await asyncio.gather(*(read(ways[number % 2]) for number in range(40)))
    assert len(pastes) == 101
    assert {post.views for post in (await posts.page_of(alice.id, 0, 200)).posts} == {40}


async def test_every_change_of_a_paste_returns_its_views_and_they_go_with_it(
    posts, read, alice, note, database
):
    await read({note.id: 3})
    assert (await posts.own(alice, note.id)).views == 3
    assert (await posts.page_of(alice.id, 0, 10)).posts[0].views == 3
    assert (await revise(posts, alice, note, "other")).views == 3
    assert (await posts.rename(alice, note.id, "other")).views == 3
    assert (await posts.set_visibility(alice, note.id, Visibility.UNLISTED)).views == 3
    async with database.purging(note):
        pass
    assert await database.count("posts.views") == 0
