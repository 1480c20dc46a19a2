"""While the storage is unavailable, cached pages are served, and other requests fail soon with 503."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from kernel.settings import DatabaseSettings, StorageSettings
from kernel.storage import Storage
from local.ports import free_port
from posts.models import Terms
from tests.bucket import Bucket, running_bucket
from tests.patience import PATIENCE, awake
from tests.posts.cached_pages import until_cached
from tests.web_viewer.authors import House
from tests.web_viewer.reader import Answer, Reader
from tests.web_viewer.viewers import viewer
from tests.web_viewer.wire import Wire
from web_viewer.application import create_application
from web_viewer.server import serving
from web_viewer.settings import ViewerSettings

# More than the 3 s in which a reader is to be answered, because rendering takes the processor, and less than
# the 5 s that the storage has elsewhere.
SOON = 4.5  # seconds
LARGE = "a line of a long text\n" * 20_000
once = Terms(burn_after_read=True)


@pytest.fixture
async def bucket(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    async with running_bucket(monkeypatch) as bucket:
        yield bucket


@pytest.fixture
def storage(bucket: Bucket) -> Storage:
    return Storage(bucket.url)


@pytest.fixture
def viewer_settings(viewer_settings: ViewerSettings, bucket: Bucket) -> ViewerSettings:
    return replace(viewer_settings, storage=StorageSettings(storage_url=bucket.url))


async def soon(reader: Reader, path: str, method: str = "GET", language: str = "en") -> Answer:
    async with awake(SOON):
        return await reader.asks(method, path, {"Accept-Language": language})


@pytest.mark.parametrize(
    ("method", "under"),
    [
        ("GET", ""),
        ("GET", "?view=source"),
        ("GET", "/raw"),
        ("GET", "/download"),
        ("GET", "/history"),
        ("GET", "/history/2"),
        ("GET", "/history/2/raw"),
        ("GET", "/preview.png"),
    ],
)
async def test_a_silent_storage_is_reported_soon(program, reader, bucket, method, under):
    bucket.falls_silent()
    page = await soon(reader, f"/{program.url}{under}", method)
    assert page.status == 503
    assert page.headers["Retry-After"] == "5"
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Temporarily unavailable" in page.words


async def test_the_error_page_is_in_the_readers_language(alice, reader, bucket):
    post = await alice.publishes("text", "note")
    bucket.always_refuses = 503
    page = await soon(reader, f"/{post.url}", language="ru")
    assert page.status == 503
    assert "Временно недоступно" in page.words


@pytest.mark.parametrize("path", ["/alice.atom", "/oembed?url=https://paste.example/alice/note"])
async def test_feeds_and_oembed_get_the_same_status(alice, reader, bucket, path):
    await alice.publishes("text", "note")
    bucket.falls_silent()
    answer = await soon(reader, path)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


async def test_what_is_cached_and_what_needs_no_content_is_served(alice, reader, bucket, redis):
    post = await alice.publishes("text", "note")
    page = await reader.get(f"/{post.url}")
    await until_cached(redis)
    bucket.falls_silent()
    assert (await soon(reader, f"/{post.url}")).body == page.body
    for path in ("/", "/alice", "/healthz"):
        assert (await soon(reader, path)).status == 200
    assert (await soon(reader, "/alice/nothing")).status == 404


async def test_each_of_many_large_texts_gets_a_response_soon(alice, reader, bucket):
    posts = [await alice.publishes(LARGE, f"long {number}") for number in range(5)]
    bucket.falls_silent()
    pages = await asyncio.gather(*(soon(reader, f"/{post.url}") for post in posts))
    assert [page.status for page in pages] == [503] * 5


async def test_a_paste_that_cannot_be_read_is_not_burned(alice, reader, bucket):
    post = await alice.publishes("for your eyes", "secret", terms=once)
    bucket.falls_silent()
    assert (await soon(reader, f"/{post.url}", "POST")).status == 503
    bucket.comes_back()
    assert (await until_read(reader, "POST", f"/{post.url}")).listing == "for your eyes"


async def test_the_storage_that_is_back_is_noticed(alice, reader, bucket):
    post = await alice.publishes("text", "note")
    bucket.always_refuses = 500
    for _ in range(4):
        assert (await soon(reader, f"/{post.url}")).status == 503
    bucket.comes_back()
    assert (await until_read(reader, "GET", f"/{post.url}")).listing == "text"
    assert (await reader.get("/readyz")).text == "ready\n"


async def until_read(reader: Reader, method: str, path: str) -> Answer:
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await reader.asks(method, path)
            if answer.status != 503:
                return answer
            await asyncio.sleep(0.05)


async def test_a_text_that_stops_halfway_is_not_taken_for_whole(alice, port, bucket):
    whole = b"0123456789abcdef" * 200_000
    post = await alice.publishes(whole.decode(), "long")
    bucket.refusals = [0, 403]  # of the requests for pieces, the second
    answer = await Wire(port).get(f"/{post.url}/download".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(whole)}".encode() in head
    assert 0 < len(body) < len(whole)
    assert whole.startswith(body)


async def test_no_transaction_is_open_while_the_storage_is_waited_for(program, alice, reader, bucket, house):
    secret = await alice.publishes("for your eyes", "secret", terms=once)
    bucket.falls_silent()
    asked = bucket.requests
    paths = [f"/{program.url}{under}" for under in ("", "/raw", "/preview.png", "/history", "/history/2")]
    paths.append("/alice.atom")
    waiting = [asyncio.create_task(reader.asks("GET", path)) for path in paths]
    waiting.append(asyncio.create_task(reader.asks("POST", f"/{secret.url}")))
    async with asyncio.timeout(PATIENCE):
        await bucket.is_asked(asked + len(waiting))
        assert await open_transactions(house) == 0
        assert {(await answer).status for answer in waiting} == {503}


async def open_transactions(house: House) -> int:
    async with house.sessions() as session:
        return await session.scalar(text(_OTHERS_IN_A_TRANSACTION)) or 0


_OTHERS_IN_A_TRANSACTION = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid != pg_backend_pid() AND state LIKE 'idle in transaction%'
"""


@pytest.mark.parametrize("is_silent", [True, False])
async def test_readiness_tells_soon_that_the_storage_is_away(reader, bucket, is_silent):
    assert (await reader.get("/readyz")).text == "ready\n"
    if is_silent:
        bucket.falls_silent()
    else:
        bucket.always_refuses = 503
    answer = await soon(reader, "/readyz")
    assert (answer.status, answer.text) == (503, "no storage\n")
    assert (await reader.get("/healthz")).status == 200


async def test_readiness_names_all_that_is_away(viewer_settings, bucket):
    nowhere = DatabaseSettings(database_url=f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    bucket.falls_silent()
    app = create_application(replace(viewer_settings, database=nowhere))
    async with serving(app, "127.0.0.1", 0) as port, Reader(f"http://127.0.0.1:{port}") as reader:
        answer = await soon(reader, "/readyz")
    assert (answer.status, answer.text) == (503, "no database, no storage\n")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no file system that is always full")
async def test_readiness_tells_of_a_full_disk_which_can_still_be_read(house, viewer_settings, workers):
    full = StorageSettings(storage_url="file:///proc")
    async with viewer(replace(viewer_settings, storage=full), workers) as one:
        answer = await soon(one.reader, "/readyz")
    assert (answer.status, answer.text) == (200, "degraded: storage full or read-only\n")
