"""Authors set whether a paste is to be read once, until it was read."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest

from auth.models import User
from posts.errors import PostBurned, PostNotFound
from posts.models import Post
from tests.doors import Door
from tests.posts.conftest import Database, Opened


async def test_its_author_can_change_their_mind_both_ways(posts: Door, alice: User, note: Post) -> None:
    once = await posts.set_burning(alice, note.id, burn=True)
    assert once.burn_after_read
    often = await posts.set_burning(alice, note.id, burn=False)
    for _ in range(2):
        assert await posts.burn(note.url, reader=None) == (often, b"a text")


async def test_who_changes_it_at_the_last_moment_still_has_it(
    posts: Door, alice: User, note: Post, one_transaction: Callable[[], Opened], database: Database
) -> None:
    await posts.set_burning(alice, note.id, burn=True)
    async with one_transaction() as services:
        await services.editing.set_burning(alice, note.id, burn=False)
        reading = asyncio.ensure_future(posts.burn(note.url, reader=None))
        assert await database.waits(reading)
    with suppress(PostBurned):
        await reading
    assert await posts.content(await posts.open(note.url, reader=None)) == b"a text"


async def test_nobody_else_can(posts: Door, bob: User, note: Post) -> None:
    with pytest.raises(PostNotFound):
        await posts.set_burning(bob, note.id, burn=True)
