"""An author's pastes in pages."""

import pytest
from sqlalchemy import text

from auth.models import User
from kernel.database import Sessions
from posts.errors import PostNotFound
from posts.models import Post, PostPage, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door


@pytest.fixture
async def five(posts: Door, alice: User, bob: User) -> list[Post]:
    await posts.publish(bob, draft_of_text("bob's"))
    return [await posts.publish(alice, draft_of_text(f"text {number}")) for number in range(5)]


def titles(page: PostPage) -> list[str]:
    return [post.title for post in page.posts]


async def test_the_newest_come_first_in_pages(posts: Door, alice: User, five: list[Post]) -> None:
    pages = [await posts.page_of(alice.id, number, 2) for number in range(4)]
    assert [titles(page) for page in pages] == [["text 4", "text 3"], ["text 2", "text 1"], ["text 0"], []]
    assert [page.has_more for page in pages] == [True, True, False, False]
    assert [page.number for page in pages] == [0, 1, 2, 3]


async def test_a_full_last_page_has_nothing_after_it(posts: Door, alice: User, five: list[Post]) -> None:
    page = await posts.page_of(alice.id, 0, 5)
    assert (len(page.posts), page.has_more) == (5, False)


async def test_only_pastes_of_one_visibility_are_listed_when_asked(
    posts: Door, alice: User, five: list[Post], sessions: Sessions
) -> None:
    await hide(sessions, five[4], Visibility.PRIVATE)
    await hide(sessions, five[3], Visibility.UNLISTED)
    page = await posts.page_of(alice.id, 0, 2, Visibility.PUBLIC)
    assert (titles(page), page.has_more) == (["text 2", "text 1"], True)
    assert len((await posts.page_of(alice.id, 0, 10)).posts) == 5


async def test_a_private_paste_opens_for_its_author_alone(
    posts: Door, alice: User, bob: User, five: list[Post], sessions: Sessions
) -> None:
    await hide(sessions, five[0], Visibility.PRIVATE)
    assert (await posts.open(five[0].url, reader=alice.id)).id == five[0].id
    for reader in (None, bob.id):
        with pytest.raises(PostNotFound) as refusal:
            await posts.open(five[0].url, reader=reader)
        assert refusal.value.code == "post-not-found"


async def test_an_unlisted_paste_opens_for_who_has_its_address(
    posts: Door, five: list[Post], sessions: Sessions
) -> None:
    await hide(sessions, five[0], Visibility.UNLISTED)
    assert (await posts.open(five[0].url, reader=None)).id == five[0].id


async def hide(sessions: Sessions, post: Post, visibility: Visibility) -> None:
    """Set the visibility in the database."""
    change = text("UPDATE posts.posts SET visibility = :visibility WHERE id = :id")
    async with sessions.begin() as session:
        await session.execute(change, {"visibility": visibility, "id": post.id})
