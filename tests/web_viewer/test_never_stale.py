"""A second after a change, no process shows the old page in any form."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from posts.models import Post, Visibility
from tests.web_viewer.authors import Author
from tests.web_viewer.reader import Answer
from tests.web_viewer.viewers import Viewer, until, used_before_its_end
from web_viewer.page_cache.memory import TRUSTED_SECONDS

OLD, NEW = "the *antique* text", "the *modern* text"
FORMS = [("", "en"), ("", "ru"), ("?view=source", "en"), ("/raw", ""), ("/download", "")]

Viewers = tuple[Viewer, Viewer]


@pytest.fixture(autouse=True)
def _as_it_is(monkeypatch: pytest.MonkeyPatch, checked_each_time: None) -> None:
    """Trust pages for as long as in production."""
    monkeypatch.setattr("web_viewer.page_cache.memory.TRUSTED_SECONDS", TRUSTED_SECONDS)


async def all_forms(viewers: Viewers, post: Post) -> list[Answer]:
    """Read the page in all forms, each on a connection that is open already."""
    return await asyncio.gather(
        *(
            viewer.reader.get(f"/{post.url}{under}", Accept_Language=language, **more)
            for viewer in viewers
            for under, language in FORMS
            for more in ({}, {"If_None_Match": "*"}, {"Range": "bytes=0-"})
        )
    )


async def is_hot(viewers: Viewers, post: Post) -> None:
    for viewer in viewers:
        for under, language in FORMS[:-1]:
            await viewer.has_hot(f"/{post.url}{under}", language)
    assert any("antique" in answer.text for answer in await all_forms(viewers, post))


@pytest.fixture
async def note(alice: Author, viewers: Viewers) -> Post:
    """A paste that all processes have in memory."""
    post = await alice.publishes(OLD, "note.md")
    await is_hot(viewers, post)
    return post


async def test_an_edit_shows_everywhere(alice, viewers, note):
    await alice.revises(note, NEW)
    await asyncio.sleep(TRUSTED_SECONDS)  # the promise is a time
    for answer in await all_forms(viewers, note):
        assert "antique" not in answer.text
        assert answer.status == 304 or "modern" in answer.text


async def ends_soon(alice: Author, post: Post) -> None:
    end = await alice.ends_soon(post)
    await until(lambda: datetime.now(UTC) > end)


async def is_made_private(alice: Author, post: Post) -> None:
    await alice.makes(post, Visibility.PRIVATE)


async def is_read_once(alice: Author, post: Post) -> None:
    await alice.lets_be_read_once(post)


async def is_renamed(alice: Author, post: Post) -> None:
    await alice.renames(post, "letter.md")


async def is_deleted(alice: Author, post: Post) -> None:
    await alice.deletes(post)


ENDS: list[tuple[Callable[[Author, Post], Awaitable[None]], set[int]]] = [
    (is_deleted, {410}),
    (ends_soon, {410}),
    (is_made_private, {404}),
    (is_renamed, {301, 302, 307, 308}),
    (is_read_once, {200, 303}),  # the question comes in its place
]


@pytest.mark.parametrize(("end", "statuses"), ENDS)
async def test_a_paste_that_becomes_private_does_so_in_all_processes(
    alice,
    viewers,
    note,
    end,
    statuses,
):
    await end(alice, note)
    await asyncio.sleep(TRUSTED_SECONDS)  # the promise is a time
    answers = await all_forms(viewers, note)
    assert {answer.status for answer in answers} <= statuses
    assert not any("antique" in answer.text for answer in answers)


async def test_a_page_that_is_hot_until_its_paste_ends_is_gone_at_that_moment(alice, viewers):
    async def publish(lifetime: timedelta) -> Post:
        post = await alice.publishes(OLD, "note.md")
        await is_hot(viewers, post)
        return await alice.lets_live_until(post, datetime.now(UTC) + lifetime)

    post, end = await used_before_its_end(publish, lambda post: is_hot(viewers, post))
    await until(lambda: datetime.now(UTC) >= end)
    assert {answer.status for answer in await all_forms(viewers, post)} == {410}
