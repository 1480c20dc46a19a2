"""Numbers of views."""

import asyncio
from collections.abc import Mapping

import pytest

from auth.models import User
from kernel.database import Sessions
from posts.models import Post, PostId, Visibility
from posts.pastes.views import Views
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, Database


class Readers:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def read(self, counts: Mapping[PostId, int]) -> None:
        async with self._sessions.begin() as session:
            await Views(session).add(counts)


@pytest.fixture
def readers(sessions: Sessions) -> Readers:
    return Readers(sessions)


@pytest.fixture
async def letter(posts: Door, alice: User) -> Post:
    post: Post = await posts.publish(alice, draft_of_text("dear bob", title="letter"))
    return post


async def views_of(posts: Door, post: Post) -> int:
    found: Post = await posts.open(post.url, reader=post.created_by)
    return found.views


async def test_nobody_has_read_a_new_one(posts: Door, note: Post) -> None:
    assert note.views == 0
    assert await views_of(posts, note) == 0


async def test_a_new_one_has_nothing_of_what_is_counted_for_others(
    posts: Door, readers: Readers, alice: User, note: Post, letter: Post
) -> None:
    await readers.read({note.id: 2, letter.id: 1})
    new: Post = await posts.publish(alice, draft_of_text("dear carol", title="another"))
    assert new.views == 0


async def test_readings_add_up_for_each_paste(
    posts: Door, readers: Readers, note: Post, letter: Post
) -> None:
    await readers.read({note.id: 2, letter.id: 1})
    await readers.read({note.id: 40})
    assert await views_of(posts, note) == 42
    assert await views_of(posts, letter) == 1


async def test_there_may_have_been_none(readers: Readers) -> None:
    await readers.read({})


async def test_a_popular_paste_has_no_limit(posts: Door, readers: Readers, note: Post) -> None:
    await readers.read({note.id: 2**40})
    assert await views_of(posts, note) == 2**40


async def test_what_is_gone_costs_the_others_nothing(
    posts: Door, readers: Readers, note: Post, database: Database
) -> None:
    await readers.read({PostId(note.id + 1000): 5, note.id: 1})
    assert await views_of(posts, note) == 1
    assert await database.count("posts.views") == 1


async def test_one_that_is_just_being_purged_costs_the_others_nothing(
    posts: Door, readers: Readers, note: Post, letter: Post, database: Database
) -> None:
    async with database.purging(letter):
        adding = asyncio.ensure_future(readers.read({letter.id: 1, note.id: 1}))
        assert await database.waits(adding)
    await adding
    assert await views_of(posts, note) == 1


async def test_some_that_count_the_same_at_once_lose_none(
    posts: Door, readers: Readers, alice: User, note: Post
) -> None:
    more = [await posts.publish(alice, draft_of_text(f"text {number}")) for number in range(100)]
    ways = [dict.fromkeys([note.id, *(post.id for post in more)], 1)]
    ways.append(dict(reversed(ways[0].items())))
    await asyncio.gather(*(readers.read(ways[number % 2]) for number in range(40)))
    assert [await views_of(posts, post) for post in (note, more[0], more[-1])] == [40, 40, 40]


async def test_whatever_is_done_with_it_knows_the_count(
    posts: Door, readers: Readers, alice: User, note: Post
) -> None:
    await readers.read({note.id: 3})
    assert (await posts.own(alice, note.id)).views == 3
    assert (await posts.page_of(alice.id, 0, 10)).posts[0].views == 3
    assert (await posts.revise(alice, CHAT, note, draft_of_text("other"))).views == 3
    assert (await posts.rename(alice, note.id, "other")).views == 3
    assert (await posts.set_visibility(alice, note.id, Visibility.UNLISTED)).views == 3


async def test_the_count_goes_with_the_paste(readers: Readers, note: Post, database: Database) -> None:
    await readers.read({note.id: 3})
    async with database.purging(note):
        pass
    assert await database.count("posts.views") == 0
