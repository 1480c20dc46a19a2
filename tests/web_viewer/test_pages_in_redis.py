"""Pages in Redis: the same bytes, and not needed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from kernel.phrases import LANGUAGES
from kernel.settings import RedisSettings
from tests.outage import stopped
from tests.patience import awake
from tests.web_viewer.reader import Reader
from web_viewer.application import create_application
from web_viewer.server import serving
from web_viewer.settings import ViewerSettings


async def test_a_cached_page_is_the_same_page(alice, reader):
    post = await alice.publishes("print('hi')\n", "hi.py")
    built, kept = await reader.get(f"/{post.url}"), await reader.get(f"/{post.url}")
    assert (kept.body, kept.headers["ETag"]) == (built.body, built.headers["ETag"])


async def test_each_language_has_its_own(alice, reader):
    post = await alice.publishes("text", "note")
    for language in (*LANGUAGES, *LANGUAGES):
        page = await reader.get(f"/{post.url}", Accept_Language=language)
        assert page.headers["Content-Language"] == language
        assert f'<html lang="{language}">' in page.text


async def test_a_deleted_paste_is_gone_at_once_in_every_language(alice, reader):
    post = await alice.publishes("text", "note")
    tags = {
        language: (await reader.get(f"/{post.url}", Accept_Language=language)).headers["ETag"]
        for language in LANGUAGES
    }
    await alice.deletes(post)
    for language, tag in tags.items():
        page = await reader.get(f"/{post.url}", Accept_Language=language, If_None_Match=tag)
        assert page.status == 410


async def test_missing_pages_are_not_cached(reader, redis):
    await reader.get("/nobody/nothing")
    assert await redis.keys("posts:pages:*") == []


async def test_a_new_paste_at_the_address_of_one_that_moved_is_shown(alice, reader):
    old = await alice.publishes("old text", "note")
    await reader.get(f"/{old.url}")
    await alice.renames(old, "letter")
    new = await alice.publishes("new text", "note")
    assert new.url == old.url
    assert (await reader.get(f"/{new.url}")).listing == "new text"


async def say_nothing(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
    await reading.read()
    writing.close()


@pytest.fixture(autouse=True)
def unhurried_redis() -> None:
    """Keep the timeout of production for Redis."""


@pytest.fixture
async def reader_with_hanging_redis(viewer_settings: ViewerSettings) -> AsyncIterator[Reader]:
    """A reader of a viewer whose Redis accepts connections and never answers."""
    silence = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    address = RedisSettings(redis_url=f"redis://127.0.0.1:{silence.sockets[0].getsockname()[1]}")
    app = create_application(replace(viewer_settings, redis=address))
    async with serving(app, "127.0.0.1", 0) as port, Reader(f"http://127.0.0.1:{port}") as reader:
        yield reader
    silence.close()


async def test_nobody_waits_long_for_a_redis_that_hangs(alice, reader_with_hanging_redis):
    first, second = await alice.publishes("one", "first"), await alice.publishes("two", "second")
    # Also waits until the rendering processes of this very viewer have loaded.
    assert (await reader_with_hanging_redis.get(f"/{first.url}")).listing == "one"
    async with awake(3):
        assert (await reader_with_hanging_redis.get(f"/{second.url}")).listing == "two"


async def test_pages_come_without_redis(alice, reader, redis_server):
    post = await alice.publishes("text", "note")
    with_redis = await reader.get(f"/{post.url}")
    async with stopped(redis_server):
        for path in (f"/{post.url}", f"/{post.url}/raw", f"/{post.url}/download", "/alice", "/"):
            assert (await reader.get(path)).status == 200
        assert (await reader.get(f"/{post.url}")).body == with_redis.body
        assert (await reader.get("/readyz")).text == "degraded: no cache\n"
    assert (await reader.get(f"/{post.url}")).body == with_redis.body
