"""Clients that are slow, send too much or close early; only stuck ones are disconnected."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from kernel.workers.pool import WorkerPool
from posts.models import Post
from tests.patience import PATIENCE, awake
from tests.web_viewer.authors import House
from tests.web_viewer.wire import Wire, status_of
from web_viewer.application import create_application
from web_viewer.connections import WORKERS
from web_viewer.http.headers import SECURITY_HEADERS
from web_viewer.http.slow_clients import SlowClientTimeouts
from web_viewer.server import serving
from web_viewer.settings import ViewerSettings

_HEAD_SECONDS = 0.4
_RESPONSE_SECONDS = 0.6
_CLOSED = 7  # TCP_CLOSE in Linux' tcp_states.h: here, for a reset
_GET = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def response_timeout() -> float:
    return _RESPONSE_SECONDS


@pytest.fixture
async def hasty(
    house: House, viewer_settings: ViewerSettings, workers: WorkerPool, response_timeout: float
) -> AsyncIterator[int]:
    """The port of a viewer with short timeouts for slow clients."""
    app = create_application(viewer_settings)
    app[WORKERS] = workers
    async with serving(app, "127.0.0.1", 0, SlowClientTimeouts(_HEAD_SECONDS, response_timeout)) as port:
        yield port


@pytest.fixture
async def large(alice):
    """A text that is larger than the buffers of a connection."""
    return await alice.publishes("a line of text\n" * 1_000_000, "large")


@pytest.fixture
async def hasty_reader(large: Post, hasty: int) -> AsyncIterator[socket.socket]:
    """A connection that is opened after the text was published, so that it does not time out before."""
    with socket.socket() as reader:
        reader.connect(("127.0.0.1", hasty))
        reader.setblocking(False)
        yield reader


async def is_cut_off(reading: asyncio.StreamReader) -> None:
    async with awake(5):
        with suppress(ConnectionError):
            assert await reading.read() == b""


async def test_a_client_that_sends_no_complete_request_is_disconnected(hasty):
    began = asyncio.get_running_loop().time()
    for first in (b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ", _GET % b"/healthz"):
        reading, writing = await asyncio.open_connection("127.0.0.1", hasty)
        writing.write(first)
        if first.endswith(b"\r\n\r\n"):  # the second request is the incomplete one
            assert b"200" in await reading.readuntil(b"ok\n")
            writing.write(b"GET / HT")
        await is_cut_off(reading)
        writing.close()
    assert asyncio.get_running_loop().time() - began > 4 * _HEAD_SECONDS / 2


async def test_a_request_that_trickles_in_is_cut_off(hasty):
    reading, writing = await asyncio.open_connection("127.0.0.1", hasty)
    writing.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
    ended = asyncio.create_task(is_cut_off(reading))
    while not ended.done():
        writing.write(b"X-A: b\r\n")
        await asyncio.wait({ended}, timeout=_HEAD_SECONDS / 8)
    await ended
    writing.close()


async def test_a_connection_may_be_idle_between_two_requests(hasty):
    reading, writing = await asyncio.open_connection("127.0.0.1", hasty)
    writing.write(_GET % b"/healthz")
    await reading.readuntil(b"ok\n")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reading.read(1), _HEAD_SECONDS * 3)
    writing.write(_GET % b"/healthz")
    assert b"200" in await reading.readline()
    writing.close()


async def until_closed(connection: socket.socket) -> None:
    """Wait until the state of the connection, the first byte of Linux' tcp_info, is closed."""
    async with asyncio.timeout(PATIENCE):
        while connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != _CLOSED:  # noqa: ASYNC110
            await asyncio.sleep(_RESPONSE_SECONDS / 4)


async def read_and_ask(reader: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    while await loop.sock_recv(reader, 1_000_000):
        await loop.sock_sendall(reader, b"G")


@pytest.mark.parametrize(("what", "many"), [("/raw", 1), ("", 300)])
async def test_a_client_that_does_not_read_is_disconnected_and_its_data_discarded(
    hasty_reader, large, what, many, caplog
):
    """Compressed pages are larger than the buffers if they are many."""
    asked = (_GET % f"/{large.url}{what}".encode()) * many
    await asyncio.get_running_loop().sock_sendall(hasty_reader, asked)
    await until_closed(hasty_reader)
    with pytest.raises(ConnectionError):
        await read_and_ask(hasty_reader)
    problems = [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    # A busy machine may be too slow for highlighting, which has nothing to do with the reader.
    assert [one for one in problems if "rendered_without_highlighting" not in one.getMessage()] == []


# Less than it takes, and more than a busy machine stands still in between.
@pytest.mark.parametrize("response_timeout", [2.0])
async def test_a_client_that_reads_slowly_gets_everything(hasty_reader, large):
    loop, taken = asyncio.get_running_loop(), b""
    asked = f"GET /{large.url}/raw HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    await loop.sock_sendall(hasty_reader, asked.encode())
    async with asyncio.timeout(PATIENCE):
        while some := await loop.sock_recv(hasty_reader, 500_000):
            taken += some
            await asyncio.sleep(0.08)  # slower than the viewer sends
    assert len(taken.partition(b"\r\n\r\n")[2]) == large.size


async def test_large_heads_and_uploads_are_refused_and_a_small_body_is_not(port):
    wire = Wire(port)
    for header in (
        b"X-Long: " + b"a" * 20_000,
        b"Cookie: " + b"a=b; " * 4_000,
        b"X-A: b\r\n" * 499 + b"X-A: b",
    ):
        answer = await wire.send(b"GET / HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
        assert status_of(answer) == 431
        assert answer.endswith(b"This request could not be processed.\n")  # and the connection ends with it
    for method in (b"GET", b"POST", b"PUT"):
        for expect in (b"", b"Expect: 100-continue\r\n"):
            head = b" /alice HTTP/1.1\r\nHost: x\r\nContent-Length: 500000000\r\n"
            answer = await wire.send(method + head + expect + b"\r\nthe beginning")
            assert answer.startswith(b"HTTP/1.1 413 ")
            assert b"published in Telegram" in answer
            assert all(name.encode().lower() in answer.lower() for name in SECURITY_HEADERS)
    assert status_of(await wire.get(b"/", b"Content-Length: 3", b"", b"abc")) == 200


async def test_a_client_that_closes_its_side_after_its_requests_gets_all_responses(port):
    wire = Wire(port)
    for path, status in {b"/healthz": 200, b"/": 200, b"/not/a/page/here": 404, b"%": 400}.items():
        assert status_of(await wire.send(_GET % path, says_all=True)) == status
    answers = await wire.send((_GET % b"/healthz") * 3 + _GET % b"/none/here", says_all=True)
    assert (answers.count(b"HTTP/1.1 200 "), answers.count(b"HTTP/1.1 404 ")) == (3, 1)
    for begun in (b"", b"GET / HTTP/1.1\r\nHost:"):
        assert await wire.send(begun, says_all=True) == b""
