"""Pastes to be read once: one reader gets the text, and then it is deleted."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from auth.models import User
from posts.errors import PostBurned, PostDeleted, PostExpired, PostNotFound
from posts.models import EventKind, Visibility
from tests.doors import Door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import happened, publish, refused, revise


@pytest.fixture
async def secret(posts: Door, alice: User) -> Any:
    return await publish(posts, alice, "for your eyes", "secret", burn_after_read=True)


async def test_of_twenty_readers_at_once_one_reads_it(posts, alice, secret, folder, redis):
    await cache_page(redis, secret.url, "en", b"secret")
    assert await posts.open(secret.url, reader=None) == secret, "which burns nothing"
    readings = (posts.burn(secret.url, reader=None) for _ in range(20))
    outcomes = await asyncio.gather(*readings, return_exceptions=True)
    assert [one for one in outcomes if type(one) is not PostBurned] == [(secret, b"for your eyes")]
    assert folder.files() == set()
    assert await cached_page(redis, secret.url, "en") is None
    (event,) = await happened(posts, EventKind.BURNED)
    assert (event.post_id, event.author_id, event.title) == (secret.id, alice.id, "secret")
    for late in (posts.burn(secret.url, reader=None), posts.open(secret.url, reader=None)):
        assert await refused(PostBurned, late) == {"url": "alice/secret"}


async def test_the_history_of_a_paste_burns_with_it(posts, alice, secret, folder, database):
    await revise(posts, alice, secret, "second secret")
    await posts.rename(alice, secret.id, "new name")
    _, content = await posts.burn("alice/new-name", reader=None)
    assert (content, folder.files()) == (b"second secret", set())
    for table in ("posts", "revisions", "redirects"):
        assert await database.count(f"posts.{table}") == 0


async def test_another_paste_is_read_and_stays(posts, note):
    for _ in range(2):
        assert await posts.burn(note.url, reader=None) == (note, b"a text")
    assert await happened(posts, EventKind.BURNED) == []


async def test_a_paste_that_ended_otherwise_does_not_burn(posts, alice, secret, database):
    await posts.delete(alice, secret.id)
    await refused(PostDeleted, posts.burn(secret.url, reader=None))
    await posts.undelete(alice, secret.id)
    await database.expire(secret)
    await refused(PostExpired, posts.burn(secret.url, reader=None))
    assert await happened(posts, EventKind.BURNED) == []
    assert await database.count("posts.posts") == 1


async def test_only_a_successful_reading_burns_a_paste(posts, alice, bob, secret, folder):
    await posts.set_visibility(alice, secret.id, Visibility.PRIVATE)
    await refused(PostNotFound, posts.burn(secret.url, reader=bob.id))
    folder.hide(secret.content_source)
    await refused(PostDeleted, posts.burn(secret.url, reader=alice.id))
    folder.show(secret.content_source)
    _, content = await posts.burn(secret.url, reader=alice.id)
    assert content == b"for your eyes"


async def test_only_its_author_sets_whether_a_paste_burns(posts, alice, bob, note):
    await refused(PostNotFound, posts.set_burning(bob, note.id, burn=True))
    assert (await posts.set_burning(alice, note.id, burn=True)).burn_after_read
    often = await posts.set_burning(alice, note.id, burn=False)
    for _ in range(2):
        assert await posts.burn(note.url, reader=None) == (often, b"a text")


async def test_an_author_can_save_a_paste_at_the_last_moment(posts, alice, note, one_transaction, database):
    await posts.set_burning(alice, note.id, burn=True)
    async with one_transaction() as services:
        await services.editing.set_burning(alice, note.id, burn=False)
        reading = asyncio.ensure_future(posts.burn(note.url, reader=None))
        assert await database.waits(reading)
    with suppress(PostBurned):
        await reading
    assert await posts.content(await posts.open(note.url, reader=None)) == b"a text"
