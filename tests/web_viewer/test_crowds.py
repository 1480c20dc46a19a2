"""Many readers who ask at once for a page that is not rendered yet."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.web_viewer.authors import Author
from tests.web_viewer.viewers import Viewer, until
from tests.web_viewer.viewers import unhurried_postgres as unhurried_postgres
from tests.web_viewer.wire import status_of

CROWD = 500
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture(autouse=True)
def _unhurried(unhurried_postgres: None, trusted_for_long: None) -> None:
    """Lengthen timeouts: the crowd and both viewers share an event loop, which may be slow."""


async def crowd(viewer: Viewer, path: str) -> Sequence[bytes]:
    """Ask at once on connections that are open already."""
    connections = [await asyncio.open_connection("127.0.0.1", viewer.port) for _ in range(CROWD)]
    request = f"GET {path} HTTP/1.1\r\nHost: viewer\r\nConnection: close\r\n\r\n".encode()
    for _, writing in connections:
        writing.write(request)
    answers = await asyncio.gather(*(reading.read() for reading, _ in connections))
    await hang_up(connections)
    return answers


async def hang_up(connections: Sequence[Connection]) -> None:
    for _, writing in connections:
        writing.close()
    await asyncio.gather(*(writing.wait_closed() for _, writing in connections), return_exceptions=True)


async def test_five_hundred_cause_one_rendering(alice: Author, viewers: tuple[Viewer, Viewer]) -> None:
    post, (viewer, other) = await alice.publishes("print('hi')\n" * 2_000, "hi.py"), viewers
    answers = await crowd(viewer, f"/{post.url}")
    assert Counter(map(status_of, answers)) == {200: CROWD}
    assert len({answer.partition(b"\r\n\r\n")[2] for answer in answers}) == 1
    assert viewer.workers.rendered == 1
    await until_cached(other, post.url)
    assert other.workers.rendered == 0


async def until_cached(viewer: Viewer, url: str) -> None:
    """Wait until the other process gets the page from the cache."""
    assert (await viewer.reader.get(f"/{url}")).status == 200
    await until(lambda: viewer.trusts(f"/{url}"))


async def test_after_an_edit_they_cause_one_more(alice: Author, viewers: tuple[Viewer, Viewer]) -> None:
    post, (viewer, _) = await alice.publishes("old\n", "note"), viewers
    await viewer.has_hot(f"/{post.url}/raw")
    await viewer.has_hot(f"/{post.url}")
    await alice.revises(post, "new\n")
    answers = await crowd(viewer, f"/{post.url}")
    assert Counter(map(status_of, answers)) == {200: CROWD}
    assert all(b"new" in answer for answer in answers)
    assert viewer.workers.rendered == 2


async def test_all_hear_that_there_is_nothing(alice: Author, viewers: tuple[Viewer, Viewer]) -> None:
    post, (viewer, _) = await alice.publishes("text", "note"), viewers
    for path in ("/nobody/nothing", "/nobody/nothing/raw", f"/{post.url}?part=99"):
        answers = await crowd(viewer, path)
        assert Counter(map(status_of, answers)) == {404: CROWD}
        assert all(b"<title>" in answer for answer in answers)
    assert viewer.workers.rendered == 0


async def test_those_who_hang_up_take_nothing_from_the_others(
    alice: Author, viewers: tuple[Viewer, Viewer]
) -> None:
    post, (viewer, _) = await alice.publishes("x = 1\n" * 30_000, "long.py"), viewers
    request = f"GET /{post.url} HTTP/1.1\r\nHost: viewer\r\nConnection: close\r\n\r\n".encode()
    readers = [await asyncio.open_connection("127.0.0.1", viewer.port) for _ in range(20)]
    for _, writing in readers:
        writing.write(request)
    await until(lambda: viewer.workers.rendered == 1)
    await hang_up(readers[::2])
    answers = await asyncio.gather(*(reading.read() for reading, _ in readers[1::2]))
    await hang_up(readers[1::2])
    assert Counter(map(status_of, answers)) == {200: 10}
    assert viewer.workers.rendered == 1
