"""While the storage is unavailable, cached pages are served, and other requests fail soon with 503."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from kernel.settings import DatabaseSettings, StorageSettings
from kernel.storage import Storage
from local.ports import free_port
from posts.models import Terms
from tests.bucket import Bucket, running_bucket
from tests.installation import begin_installation
from tests.patience import PATIENCE, awake
from tests.posts.cached_pages import until_cached
from tests.web_viewer.authors import House
from tests.web_viewer.reader import Answer, Reader
from tests.web_viewer.viewers import viewer
from tests.web_viewer.wire import Wire
from web_viewer.settings import ViewerSettings

# More than the 3 s in which a reader is to be answered, because rendering takes the processor, and less than
# the 5 s that the storage has elsewhere.
SOON = 4.5  # seconds
ONCE = Terms(burn_after_read=True)
UNDER = ("", "?view=source", "/raw", "/download", "/history", "/history/2", "/history/2/raw", "/preview.png")
_OTHERS_IN_A_TRANSACTION = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid != pg_backend_pid() AND state LIKE 'idle in transaction%'
"""


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


async def open_transactions(house: House) -> int:
    async with house.sessions() as session:
        return await session.scalar(text(_OTHERS_IN_A_TRANSACTION)) or 0


async def until_read(reader: Reader, method: str, path: str) -> Answer:
    async with asyncio.timeout(PATIENCE):
        while (answer := await reader.asks(method, path)).status == 503:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return answer


async def test_a_silent_storage_is_reported_soon_without_open_transactions(
    program, alice, house, reader, bucket
):
    secret = await alice.publishes("for your eyes", "secret", terms=ONCE)
    long = [
        await alice.publishes("a line of a long text\n" * 20_000, f"long {number}") for number in range(3)
    ]
    pages = [*(f"/{program.url}{under}" for under in UNDER), *(f"/{post.url}" for post in long)]
    data = ["/alice.atom", "/oembed?url=https://paste.example/alice/f.py"]
    bucket.falls_silent()
    asked = bucket.requests
    waiting = [asyncio.create_task(soon(reader, path)) for path in [*data, *pages]]
    waiting.append(asyncio.create_task(soon(reader, f"/{secret.url}", "POST")))
    async with asyncio.timeout(PATIENCE):
        await bucket.is_asked(asked + len(waiting) - len(long))  # long texts take turns
        assert await open_transactions(house) == 0
    answers = await asyncio.gather(*waiting)
    for answer in answers:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    for answer in answers[len(data) :]:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "Temporarily unavailable" in answer.words
    bucket.comes_back()
    # A text that could not be read is not deleted.
    assert (await until_read(reader, "POST", f"/{secret.url}")).listing == "for your eyes"


async def test_cached_pages_and_those_without_content_are_served(alice, reader, bucket, redis):
    post = await alice.publishes("text", "note")
    page = await reader.get(f"/{post.url}")
    await until_cached(redis)
    bucket.falls_silent()
    assert (await soon(reader, f"/{post.url}")).body == page.body
    for path in ("/", "/alice", "/healthz"):
        assert (await soon(reader, path)).status == 200
    assert (await soon(reader, "/alice/nothing")).status == 404


async def test_an_outage_is_reported_in_the_readers_language_until_it_ends(alice, reader, bucket, begun):
    post = await alice.publishes("text", "note")
    for status in (503, 500, 500):
        bucket.always_refuses = status
        page = await soon(reader, f"/{post.url}", language="ru")
        assert page.status == 503
        assert "Временно недоступно" in page.words
    bucket.comes_back()
    assert (await until_read(reader, "GET", f"/{post.url}")).listing == "text"
    assert (await reader.get("/readyz")).text == "ready\n"


async def test_a_response_that_stops_halfway_does_not_look_complete(alice, port, bucket):
    whole = b"0123456789abcdef" * 200_000
    post = await alice.publishes(whole.decode(), "long")
    bucket.refusals = [0, 403]  # of the requests for pieces, the second
    answer = await Wire(port).get(f"/{post.url}/download".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(whole)}".encode() in head
    assert 0 < len(body) < len(whole)
    assert whole.startswith(body)


async def test_readiness_names_everything_that_is_unavailable(
    reader, viewer_settings, workers, bucket, begun
):
    assert (await reader.get("/readyz")).text == "ready\n"
    bucket.always_refuses = 503
    for _ in range(2):
        answer = await soon(reader, "/readyz")
        assert (answer.status, answer.text) == (503, "no storage\n")
        assert (await reader.get("/healthz")).status == 200
        bucket.falls_silent()
    nowhere = DatabaseSettings(database_url=f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    async with viewer(replace(viewer_settings, database=nowhere), workers) as one:
        answer = await soon(one.reader, "/readyz")
    assert (answer.status, answer.text) == (503, "no database, no storage\n")


async def test_readiness_reports_a_disk_that_can_only_be_read(house, viewer_settings, workers, tmp_path):
    folder = StorageSettings(storage_url=f"file://{tmp_path / 'own'}")
    await begin_installation(house.sessions, Storage(folder.storage_url))
    for number in range(256):  # files where the folders of new contents would be
        (tmp_path / "own" / f"{number:02x}").touch()
    async with viewer(replace(viewer_settings, storage=folder), workers) as one:
        answer = await soon(one.reader, "/readyz")
    assert (answer.status, answer.text) == (200, "degraded: storage full or read-only\n")
