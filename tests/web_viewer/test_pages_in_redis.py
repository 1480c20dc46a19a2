"""Pages in Redis: the same bytes, compressed as the client wants, and not needed."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

import brotli
import pytest

from kernel.phrases import LANGUAGES
from kernel.settings import RedisSettings
from tests.outage import stopped
from tests.patience import awake
from tests.web_viewer.reader import Reader
from web_viewer.application import create_application
from web_viewer.server import serving
from web_viewer.settings import ViewerSettings

_UNPACKED: Final = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture(autouse=True)
def unhurried_redis() -> None:
    """Keep the timeout of production for Redis."""


async def say_nothing(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
    await reading.read()
    writing.close()


@pytest.fixture
async def reader_with_hanging_redis(viewer_settings: ViewerSettings) -> AsyncIterator[Reader]:
    """A reader of a viewer whose Redis accepts connections and never answers."""
    silence = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    address = RedisSettings(redis_url=f"redis://127.0.0.1:{silence.sockets[0].getsockname()[1]}")
    app = create_application(replace(viewer_settings, redis=address))
    async with serving(app, "127.0.0.1", 0) as port, Reader(f"http://127.0.0.1:{port}") as reader:
        yield reader
    silence.close()


async def test_a_cached_page_is_the_same_page_in_each_language_until_it_is_deleted(alice, reader, redis):
    post = await alice.publishes("print('hi')\n", "hi.py")
    pages = {}
    for language in LANGUAGES:
        built, cached = [await reader.get(f"/{post.url}", Accept_Language=language) for _ in range(2)]
        assert (cached.body, cached.headers["ETag"]) == (built.body, built.headers["ETag"])
        assert cached.headers["Content-Language"] == language
        assert f'<html lang="{language}">' in cached.text
        assert cached.headers["Cache-Control"] == "public, max-age=1"
        assert cached.headers["Vary"] == "Accept-Language, Cookie, Accept-Encoding"
        pages[language] = built
    await alice.deletes(post)
    for language, page in pages.items():
        tag = page.headers["ETag"]
        gone = await reader.get(f"/{post.url}", Accept_Language=language, If_None_Match=tag)
        assert gone.status == 410
    await reader.get("/nobody/nothing")
    assert await redis.keys("posts:pages:*") == []


async def test_a_page_that_the_client_has_is_not_sent_again(alice, reader):
    post = await alice.publishes("text", "note")
    first = await reader.get(f"/{post.url}")
    for form in ("{}", '"other", {}', "W/{}", "*"):
        again = await reader.get(f"/{post.url}", If_None_Match=form.format(first.headers["ETag"]))
        assert (again.status, again.body) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary", "Content-Language"):
            assert again.headers[name] == first.headers[name]
    for tag in ('"other"', "unquoted", '"', "", "W/", '"\u00ff"'):
        assert (await reader.get(f"/{post.url}", If_None_Match=tag)).status == 200


async def test_a_page_is_compressed_as_the_client_wants_with_a_tag_of_its_own(alice, reader):
    post = await alice.publishes("text " * 20_000, "note")
    plain, tags = await reader.get(f"/{post.url}"), set[str]()
    for coding, used in {
        "gzip": "gzip",
        "gzip, deflate, br, zstd": "br",
        "br;q=1, gzip;q=0.5": "br",
        "br;q=0.5, gzip": "gzip",
        "GZIP": "gzip",
        "*": "br",
        "*, br;q=0": "gzip",
    }.items():
        page = await reader.get(f"/{post.url}", Accept_Encoding=coding)
        assert page.headers["Content-Encoding"] == used
        assert _UNPACKED[used](page.body) == plain.body
        assert len(page.body) < len(plain.body) / 5
        tag = page.headers["ETag"]
        assert (await reader.get(f"/{post.url}", Accept_Encoding=coding, If_None_Match=tag)).status == 304
        tags.add(tag)
    for coding in ("identity", "zstd", "gzip;q=0", "*, gzip;q=0, br;q=0", "gzip;q=0.000", "gzippy"):
        page = await reader.get(f"/{post.url}", Accept_Encoding=coding)
        assert "Content-Encoding" not in page.headers, coding
        assert page.body == plain.body
    tags |= {plain.headers["ETag"], (await reader.get(f"/{post.url}", Accept_Language="ru")).headers["ETag"]}
    assert len(tags) == 4
    assert all(tag.startswith('"') for tag in tags)


async def test_nobody_waits_long_for_a_redis_that_hangs(alice, reader_with_hanging_redis):
    first, second = await alice.publishes("one", "first"), await alice.publishes("two", "second")
    # Also waits until the rendering processes of this very viewer have loaded.
    assert (await reader_with_hanging_redis.get(f"/{first.url}")).listing == "one"
    async with awake(3):
        assert (await reader_with_hanging_redis.get(f"/{second.url}")).listing == "two"


async def test_all_pages_come_without_redis(alice, reader, redis_server, begun):
    post = await alice.publishes("text", "note")
    with_redis = await reader.get(f"/{post.url}")
    async with stopped(redis_server):
        for path in (f"/{post.url}", f"/{post.url}/raw", f"/{post.url}/download", "/alice", "/"):
            assert (await reader.get(path)).status == 200
        assert (await reader.get(f"/{post.url}")).body == with_redis.body
        assert (await reader.get("/readyz")).text == "degraded: no cache\n"
    assert (await reader.get(f"/{post.url}")).body == with_redis.body
