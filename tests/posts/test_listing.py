"""Public lists of an author's pastes, in pages that new pastes do not shift."""

import pytest

from auth.models import User
from posts.models import Cursor, ListedPage, Post, PostId, Terms, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.conftest import Database


@pytest.fixture
async def five(posts: Door, alice: User, bob: User) -> list[Post]:
    """Publish five pastes of alice's, and others between them."""
    made = []
    for number in range(5):
        made.append(await publish(posts, alice, f"text {number}"))
        await publish(posts, bob, f"bob's {number}")
    return made


async def publish(posts: Door, author: User, title: str, text: str = "text", **terms: object) -> Post:
    post: Post = await posts.publish(author, draft_of_text(text, title=title), Terms(**terms))  # type: ignore[arg-type]
    return post


def titles(page: ListedPage) -> list[str]:
    return [post.title for post in page.posts]


async def test_pages_lead_to_each_other(posts: Door, alice: User, five: list[Post]) -> None:
    first = await posts.listed_page(alice.id, 2)
    second = await posts.listed_page(alice.id, 2, first.older)
    third = await posts.listed_page(alice.id, 2, second.older)
    assert [titles(page) for page in (first, second, third)] == [
        ["text 4", "text 3"],
        ["text 2", "text 1"],
        ["text 0"],
    ]
    assert (first.newer, third.older) == (None, None)
    assert titles(await posts.listed_page(alice.id, 2, third.newer)) == ["text 2", "text 1"]
    top = await posts.listed_page(alice.id, 2, second.newer)
    assert (titles(top), top.newer) == (["text 4", "text 3"], None)


async def test_a_page_stays_when_something_is_published_or_deleted(
    posts: Door, alice: User, five: list[Post]
) -> None:
    first = await posts.listed_page(alice.id, 2)
    await publish(posts, alice, "new")
    await posts.delete(alice, five[3].id)
    assert titles(await posts.listed_page(alice.id, 2, first.older)) == ["text 2", "text 1"]


async def test_a_full_page_has_nothing_after_it(posts: Door, alice: User, five: list[Post]) -> None:
    page = await posts.listed_page(alice.id, 5)
    assert (len(page.posts), page.newer, page.older) == (5, None, None)


@pytest.mark.parametrize("cursor", [Cursor(PostId(1)), Cursor(PostId(2**62), older=False)])
async def test_beyond_the_ends_there_is_nothing(
    posts: Door, alice: User, five: list[Post], cursor: Cursor
) -> None:
    assert await posts.listed_page(alice.id, 2, cursor) == ListedPage([])


async def test_only_what_everybody_may_find_is_listed_and_found(
    posts: Door, alice: User, database: Database
) -> None:
    for visibility in Visibility:
        await publish(posts, alice, f"{visibility} note", visibility=visibility)
    await publish(posts, alice, "burning note", burn_after_read=True)
    await posts.delete(alice, (await publish(posts, alice, "deleted note")).id)
    await database.expire(await publish(posts, alice, "expired note"))
    for words in ("", "note", "->"):
        await publish(posts, alice, "-> last") if words == "->" else None
        listed = titles(await posts.listed_page(alice.id, 10, words=words))
        assert listed == (["-> last"] if words == "->" else ["public note"])


@pytest.mark.parametrize("words", ["сообщение", "postg redis", "Redis, postgres!", "REDIS"])
async def test_all_words_are_found_in_every_form_and_of_this_author_alone(
    posts: Door, alice: User, bob: User, words: str
) -> None:
    found = await publish(posts, alice, "Полученные сообщения", "Postgres and Redis")
    await publish(posts, alice, "other", "something else")
    await publish(posts, bob, "Полученные сообщения", "Postgres and Redis")
    page = await posts.listed_page(alice.id, 10, words=words)
    assert [post.id for post in page.posts] == [found.id]


@pytest.mark.parametrize(
    ("title", "words"), [("a -> b", "->"), ("the end", "the"), ("100%", "%"), ("a_b", "_"), ("nul", "\0nul")]
)
async def test_signs_and_words_without_stems_are_looked_for_in_titles(
    posts: Door, alice: User, title: str, words: str
) -> None:
    found = await publish(posts, alice, title)
    await publish(posts, alice, "rest")
    page = await posts.listed_page(alice.id, 10, words=words)
    assert [post.id for post in page.posts] == [found.id]


@pytest.mark.parametrize("words", ["@1", "'@1'", "x' | 'note", "@1 | @2", ":*", "&", "!note", "((("])
async def test_what_is_searched_for_is_no_query(posts: Door, alice: User, bob: User, words: str) -> None:
    await publish(posts, alice, "note")
    await publish(posts, bob, "note")
    found = await posts.listed_page(alice.id, 10, words=words)
    assert {post.created_by for post in found.posts} <= {alice.id}
    assert (titles(found) == ["note"]) == (words == "!note")


async def test_what_is_found_comes_in_pages_too(posts: Door, alice: User, five: list[Post]) -> None:
    first = await posts.listed_page(alice.id, 2, words="text")
    second = await posts.listed_page(alice.id, 2, first.older, words="text")
    back = await posts.listed_page(alice.id, 2, second.newer, words="text")
    assert [titles(page) for page in (first, second)] == [["text 4", "text 3"], ["text 2", "text 1"]]
    assert titles(back) == titles(first)
