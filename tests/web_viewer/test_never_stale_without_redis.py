"""Redis fails: pages are at most a second old, nobody waits, and all is right when it is back."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from local.redis import EmbeddedRedis
from posts.models import Post
from tests.outage import stopped
from tests.patience import awake
from tests.web_viewer.authors import Author
from tests.web_viewer.viewers import Viewer
from web_viewer.page_cache.memory import TRUSTED_SECONDS

Viewers = tuple[Viewer, Viewer]


@pytest.fixture(autouse=True)
def unhurried_redis() -> None:
    """Keep the timeout of production for Redis."""


@pytest.fixture(autouse=True)
def _as_it_is(monkeypatch: pytest.MonkeyPatch, checked_each_time: None) -> None:
    """Trust pages for as long as in production."""
    monkeypatch.setattr("web_viewer.page_cache.memory.TRUSTED_SECONDS", TRUSTED_SECONDS)


@pytest.fixture
async def note(alice: Author, viewers: Viewers) -> Post:
    """A paste that all processes have in memory."""
    post = await alice.publishes("first", "note")
    for viewer in viewers:
        await viewer.has_hot(f"/{post.url}")
        await viewer.has_hot(f"/{post.url}/raw")
    return post


async def shows(viewers: Viewers, post: Post, text: str) -> bool:
    """Return whether all viewers show the text, and quickly."""
    async with awake(5):
        answers = [
            await viewer.reader.get(f"/{post.url}{under}") for viewer in viewers for under in ("", "/raw")
        ]
    assert {answer.status for answer in answers} == {200}
    return all(text in answer.text for answer in answers)


@asynccontextmanager
async def hanging(server: EmbeddedRedis) -> AsyncIterator[None]:
    """A server that accepts connections and never answers."""
    assert server.pid
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


async def test_while_redis_fails_no_page_is_older_than_a_second(alice, viewers, note, redis_server):
    for name, fails in {"stopped": stopped, "hanging": hanging}.items():
        async with fails(redis_server):
            await alice.revises(note, f"while it is {name}")
            await asyncio.sleep(TRUSTED_SECONDS)  # the promise is a time
            assert await shows(viewers, note, f"while it is {name}")
            await alice.revises(note, f"after it was {name}")
        await asyncio.sleep(TRUSTED_SECONDS)
        assert await shows(viewers, note, f"after it was {name}")
        for viewer in viewers:
            await viewer.has_hot(f"/{note.url}")


async def test_with_a_hanging_redis_a_crowd_gets_cold_pages_quickly(alice, viewers, redis_server):
    cold = [await alice.publishes(f"text {number}", f"n-{number}") for number in range(20)]
    viewer = viewers[0]
    async with hanging(redis_server):
        await viewer.reader.get(f"/{cold[0].url}/raw")  # it learns that Redis does not answer
        async with awake(3):  # 19 times the quarter of a second that anybody waits for Redis are more
            answers = [await viewer.reader.get(f"/{post.url}/raw") for post in cold[1:]]
    assert {answer.status for answer in answers} == {200}


async def test_a_full_redis_stores_nothing_and_delays_nobody(alice, viewers, note, redis):
    usual = await redis.config_get("maxmemory*")
    await redis.config_set("maxmemory-policy", "noeviction")
    await redis.config_set("maxmemory", 1)
    try:
        await alice.revises(note, "while it is full")
        await asyncio.sleep(TRUSTED_SECONDS)
        assert await shows(viewers, note, "while it is full")
        await viewers[0].has_hot(f"/{note.url}")  # the process keeps it all the same
        assert await redis.keys("posts:pages:*") == []
    finally:
        for name, value in usual.items():
            await redis.config_set(name, value)
    await alice.revises(note, "afterwards")
    await asyncio.sleep(TRUSTED_SECONDS)
    assert await shows(viewers, note, "afterwards")
