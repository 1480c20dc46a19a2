"""Many readers who ask at once for a page that is not rendered yet."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.web_viewer.viewers import Viewer, until
from tests.web_viewer.viewers import unhurried_postgres as unhurried_postgres
from tests.web_viewer.wire import status_of

CROWD = 500
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture(autouse=True)
def _unhurried(unhurried_postgres: None) -> None:
    """Lengthen timeouts: the crowd and both viewers share an event loop, which may be slow."""


async def crowd(viewer: Viewer, path: str, many: int = CROWD) -> Sequence[bytes]:
    """Ask at once on connections that are open already."""
    connections = [await asyncio.open_connection("127.0.0.1", viewer.port) for _ in range(many)]
    ask(connections, path)
    answers = await asyncio.gather(*(reading.read() for reading, _ in connections))
    await hang_up(connections)
    return answers


def ask(connections: Sequence[Connection], path: str) -> None:
    for _, writing in connections:
        writing.write(f"GET {path} HTTP/1.1\r\nHost: viewer\r\nConnection: close\r\n\r\n".encode())


async def hang_up(connections: Sequence[Connection]) -> None:
    for _, writing in connections:
        writing.close()
    await asyncio.gather(*(writing.wait_closed() for _, writing in connections), return_exceptions=True)


async def test_five_hundred_readers_cause_one_rendering_and_one_more_after_an_edit(alice, viewers):
    post, (viewer, other) = await alice.publishes("print('hi')\n" * 2_000, "hi.py"), viewers
    answers = await crowd(viewer, f"/{post.url}")
    assert Counter(map(status_of, answers)) == {200: CROWD}
    assert len({answer.partition(b"\r\n\r\n")[2] for answer in answers}) == 1
    assert viewer.workers.rendered == 1
    assert (await other.reader.get(f"/{post.url}")).status == 200
    assert other.workers.rendered == 0
    await alice.revises(post, "new\n")
    answers = [*await crowd(viewer, f"/{post.url}/raw", 9), *await crowd(viewer, f"/{post.url}")]
    assert Counter(map(status_of, answers)) == {200: CROWD + 9}
    assert all(b"new" in answer for answer in answers)
    assert viewer.workers.rendered == 2


async def test_a_whole_crowd_gets_not_found(alice, viewers):
    post, (viewer, _) = await alice.publishes("text", "note"), viewers
    for path in ("/nobody/nothing", "/nobody/nothing/raw", f"/{post.url}?part=99"):
        answers = await crowd(viewer, path, 100)
        assert Counter(map(status_of, answers)) == {404: 100}
        assert all(b"<title>" in answer for answer in answers)
    assert viewer.workers.rendered == 0


async def test_readers_who_hang_up_do_not_cancel_the_rendering_for_others(alice, viewers):
    post, (viewer, _) = await alice.publishes("x = 1\n" * 30_000, "long.py"), viewers
    readers = [await asyncio.open_connection("127.0.0.1", viewer.port) for _ in range(20)]
    ask(readers, f"/{post.url}")
    await until(lambda: viewer.workers.rendered == 1)
    await hang_up(readers[::2])
    answers = await asyncio.gather(*(reading.read() for reading, _ in readers[1::2]))
    await hang_up(readers[1::2])
    assert Counter(map(status_of, answers)) == {200: 10}
    assert viewer.workers.rendered == 1
