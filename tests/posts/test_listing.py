"""An author's pastes in pages: for themselves, and for everybody in pages that new pastes do not shift."""

from typing import Any

import pytest

from auth.models import User
from posts.errors import PostNotFound
from posts.models import Cursor, ListedPage, PostId, Visibility
from tests.doors import Door
from tests.posts.conftest import publish, refused


@pytest.fixture
async def five(posts: Door, alice: User, bob: User) -> Any:
    """Publish five pastes of alice's, and others between them."""
    made = []
    for number in range(5):
        made.append(await publish(posts, alice, "text", f"text {number}"))
        await publish(posts, bob, "text", f"bob's {number}")
    return made


def titles(page: Any) -> Any:
    return [post.title for post in page.posts]


async def test_the_newest_come_first_in_pages(posts, alice, five):
    pages = [await posts.page_of(alice.id, number, 2) for number in range(4)]
    assert [titles(page) for page in pages] == [["text 4", "text 3"], ["text 2", "text 1"], ["text 0"], []]
    assert [(page.number, page.has_more) for page in pages] == [(0, True), (1, True), (2, False), (3, False)]
    full = await posts.page_of(alice.id, 0, 5)
    assert (len(full.posts), full.has_more) == (5, False)


async def test_authors_see_all_visibilities_and_others_what_they_may(posts, alice, bob, five, database):
    for post, visibility in ((five[4], Visibility.PRIVATE), (five[3], Visibility.UNLISTED)):
        await database.does(f"UPDATE posts.posts SET visibility = '{visibility}' WHERE id = {post.id}")
    page = await posts.page_of(alice.id, 0, 2, Visibility.PUBLIC)
    assert (titles(page), page.has_more) == (["text 2", "text 1"], True)
    assert len((await posts.page_of(alice.id, 0, 10)).posts) == 5
    assert (await posts.open(five[3].url, reader=None)).id == five[3].id
    assert (await posts.open(five[4].url, reader=alice.id)).id == five[4].id
    for reader in (None, bob.id):
        await refused(PostNotFound, posts.open(five[4].url, reader=reader))


async def test_listed_pages_lead_to_each_other(posts, alice, five):
    for words in ("", "text"):
        first = await posts.listed_page(alice.id, 2, words=words)
        second = await posts.listed_page(alice.id, 2, first.older, words=words)
        third = await posts.listed_page(alice.id, 2, second.older, words=words)
        expected = [["text 4", "text 3"], ["text 2", "text 1"], ["text 0"]]
        assert [titles(page) for page in (first, second, third)] == expected
        assert (first.newer, third.older) == (None, None)
        assert titles(await posts.listed_page(alice.id, 2, third.newer, words=words)) == ["text 2", "text 1"]
        top = await posts.listed_page(alice.id, 2, second.newer, words=words)
        assert (titles(top), top.newer) == (["text 4", "text 3"], None)
    full = await posts.listed_page(alice.id, 5)
    assert (len(full.posts), full.newer, full.older) == (5, None, None)
    for beyond in (Cursor(PostId(1)), Cursor(PostId(2**62), older=False)):
        assert await posts.listed_page(alice.id, 2, beyond) == ListedPage([])


async def test_a_listed_page_stays_when_something_is_published_or_deleted(posts, alice, five):
    first = await posts.listed_page(alice.id, 2)
    await publish(posts, alice, title="new")
    await posts.delete(alice, five[3].id)
    assert titles(await posts.listed_page(alice.id, 2, first.older)) == ["text 2", "text 1"]


async def test_only_pastes_that_everybody_may_find_are_listed_and_found(posts, alice, database):
    for visibility in Visibility:
        await publish(posts, alice, title=f"-> {visibility} note", visibility=visibility)
    await publish(posts, alice, title="-> burning note", burn_after_read=True)
    await posts.delete(alice, (await publish(posts, alice, title="-> deleted note")).id)
    await database.expire(await publish(posts, alice, title="-> expired note"))
    for words in ("", "note", "->"):
        assert titles(await posts.listed_page(alice.id, 10, words=words)) == ["-> public note"]


async def test_a_listed_search_finds_all_words_of_this_author_alone(posts, alice, bob):
    for author in (alice, bob):
        await publish(posts, author, "Postgres and Redis", "Полученные сообщения")
    for title in ("a -> b", "the end", "100%", "a_b", "nul"):
        await publish(posts, alice, "something else", title)
    for words, title in {
        **dict.fromkeys(["сообщение", "postg redis", "Redis, postgres!", "REDIS"], "Полученные сообщения"),
        **{"->": "a -> b", "the": "the end", "%": "100%", "_": "a_b", "\0nul": "nul"},
    }.items():
        page = await posts.listed_page(alice.id, 10, words=words)
        assert [(post.title, post.created_by) for post in page.posts] == [(title, alice.id)], words


async def test_operators_of_postgres_are_no_query(posts, alice, bob):
    for author in (alice, bob):
        await publish(posts, author, title="note")
    for words in ("@1", "'@1'", "x' | 'note", "@1 | @2", ":*", "&", "!note", "((("):
        found = await posts.listed_page(alice.id, 10, words=words)
        assert titles(found) == (["note"] if words == "!note" else []), words
        assert {post.created_by for post in found.posts} <= {alice.id}
