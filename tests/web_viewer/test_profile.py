"""A person's page."""

import re

import pytest

from posts.models import Visibility
from tests.web_viewer.authors import Author, House
from tests.web_viewer.reader import Reader


def listed(text: str) -> list[str]:
    return re.findall(r'<a href="/([^"]+)"><bdi>', text)


async def test_public_pastes_are_listed_newest_first(alice: Author, reader: Reader) -> None:
    for title in ("first", "second", "third"):
        await alice.publishes(f"this is {title}", title)
    page = await reader.get("/alice")
    assert page.status == 200
    assert listed(page.text) == ["alice/third", "alice/second", "alice/first"]


async def test_only_public_pastes_of_this_person_are_listed(
    alice: Author, house: House, reader: Reader
) -> None:
    bob = await house.author("bob")
    await bob.publishes("bob's", "theirs")
    for visibility in Visibility:
        await alice.makes(await alice.publishes("text", visibility), visibility)
    await alice.deletes(await alice.publishes("text", "deleted"))
    assert listed((await reader.get("/alice")).text) == ["alice/public"]


async def test_somebody_who_has_published_nothing_has_a_page(house: House, reader: Reader) -> None:
    await house.author("bob")
    page = await reader.get("/bob")
    assert page.status == 200
    assert "bob has not published anything yet." in page.words


async def test_thirty_pastes_make_a_page(alice: Author, reader: Reader) -> None:
    posts = [await alice.publishes(f"note {number}", f"note {number}") for number in range(61)]
    newest_first = [post.url for post in reversed(posts)]
    pages = [await reader.get("/alice"), await reader.get("/alice?page=2"), await reader.get("/alice?page=3")]
    assert [url for page in pages for url in listed(page.text)] == newest_first
    assert 'rel="prev"' not in pages[0].text
    assert '<a rel="next" href="/alice?page=2">' in pages[0].text
    assert '<a rel="prev" href="/alice">' in pages[1].text
    assert '<a rel="prev" href="/alice?page=2">' in pages[2].text
    assert 'rel="next"' not in pages[2].text


@pytest.mark.parametrize(
    "page", ["0", "-1", "2", "x", "", "%EF%BC%91", "9" * 30, "1e3", "%ff", "%00", "1%0a"]
)
async def test_a_page_that_there_is_not_is_not_found(alice: Author, reader: Reader, page: str) -> None:
    assert (await reader.get(f"/alice?page={page}")).status == 404


async def test_nobody_has_no_page(reader: Reader) -> None:
    page = await reader.get("/nobody")
    assert page.status == 404
    assert "Nobody by this name" in page.words


async def test_somebody_who_was_blocked_has_no_page(alice: Author, house: House, reader: Reader) -> None:
    await house.damage("UPDATE auth.users SET status = 'blocked' WHERE id = :id", id=alice.user.id)
    assert (await reader.get("/alice")).status == 404


async def test_whoever_has_the_profile_is_sent_it_again_only_once_it_changed(
    alice: Author, reader: Reader
) -> None:
    tag = (await reader.get("/alice")).headers["ETag"]
    assert (await reader.get("/alice", If_None_Match=tag)).status == 304
    await alice.publishes("new", "new")
    assert (await reader.get("/alice", If_None_Match=tag)).status == 200
