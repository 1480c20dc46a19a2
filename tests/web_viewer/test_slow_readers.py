"""Slow clients: stuck connections are closed, and those with progress are not."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from kernel.workers.pool import WorkerPool
from posts.models import Post
from tests.patience import PATIENCE, awake
from tests.web_viewer.authors import Author, House
from tests.web_viewer.wire import Wire, status_of
from web_viewer.application import create_application
from web_viewer.connections import WORKERS
from web_viewer.http.headers import SECURITY_HEADERS
from web_viewer.http.slow_clients import SlowClientTimeouts
from web_viewer.server import serving
from web_viewer.settings import ViewerSettings

_HEAD = 0.4  # seconds
_ANSWER = 0.6
_SURELY = 5.0
_CLOSED = 7  # TCP_CLOSE in Linux' tcp_states.h: here, for a reset
_GET = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def response_timeout() -> float:
    return _ANSWER


@pytest.fixture
async def hasty(
    house: House, viewer_settings: ViewerSettings, workers: WorkerPool, response_timeout: float
) -> AsyncIterator[int]:
    """The port of a viewer with short timeouts for slow clients."""
    app = create_application(viewer_settings)
    app[WORKERS] = workers
    async with serving(app, "127.0.0.1", 0, SlowClientTimeouts(_HEAD, response_timeout)) as port:
        yield port


@pytest.fixture
async def large(alice: Author) -> Post:
    """A text that is larger than the buffers of a connection."""
    return await alice.publishes("a line of text\n" * 1_000_000, "large")


async def is_cut_off(reading: asyncio.StreamReader) -> None:
    async with awake(_SURELY):
        with suppress(ConnectionError):
            assert await reading.read() == b""


@pytest.mark.parametrize("beginning", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: "])
async def test_a_client_that_sends_no_complete_request_is_disconnected(hasty, beginning):
    began = asyncio.get_running_loop().time()
    reading, writing = await asyncio.open_connection("127.0.0.1", hasty)
    writing.write(beginning)
    await is_cut_off(reading)
    assert asyncio.get_running_loop().time() - began > _HEAD / 2
    writing.close()


async def test_a_request_that_trickles_in_is_cut_off_though_it_always_goes_on(hasty):
    reading, writing = await asyncio.open_connection("127.0.0.1", hasty)
    writing.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
    ended = asyncio.create_task(is_cut_off(reading))
    while not ended.done():
        writing.write(b"X-A: b\r\n")
        await asyncio.wait({ended}, timeout=_HEAD / 8)
    await ended
    writing.close()


async def test_the_second_request_of_a_connection_may_not_trickle_in_either(hasty):
    reading, writing = await asyncio.open_connection("127.0.0.1", hasty)
    writing.write(_GET % b"/healthz")
    assert b"200" in await reading.readline()
    await reading.readuntil(b"ok\n")
    writing.write(b"GET / HT")
    await is_cut_off(reading)
    writing.close()


async def test_a_connection_may_be_idle_between_two_requests(hasty):
    reading, writing = await asyncio.open_connection("127.0.0.1", hasty)
    writing.write(_GET % b"/healthz")
    await reading.readuntil(b"ok\n")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reading.read(1), _HEAD * 3)
    writing.write(_GET % b"/healthz")
    assert b"200" in await reading.readline()
    writing.close()


async def passing(seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), seconds)


async def all_of(reader: socket.socket, pause: float = 0.0) -> bytes:
    loop, taken = asyncio.get_running_loop(), b""
    async with asyncio.timeout(PATIENCE):
        with suppress(ConnectionError):
            while some := await loop.sock_recv(reader, 150_000):
                taken += some
                await passing(pause)
    return taken


async def reading_and_asking(reader: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    while await loop.sock_recv(reader, 1_000_000):
        await loop.sock_sendall(reader, b"G")


@pytest.fixture
async def hasty_reader(large: Post, hasty: int) -> AsyncIterator[socket.socket]:
    """A connection that is opened after the text was published, so that it does not time out before."""
    with socket.socket() as reader:
        reader.connect(("127.0.0.1", hasty))
        reader.setblocking(False)
        yield reader


@pytest.mark.parametrize("what", ["/raw", ""])
async def test_a_client_that_does_not_read_is_disconnected(hasty_reader, large, what, caplog):
    """There are many responses, so that even compressed ones are larger than the buffers."""
    asked = (_GET % f"/{large.url}{what}".encode()) * 300
    await asyncio.get_running_loop().sock_sendall(hasty_reader, asked)
    await until_closed(hasty_reader)
    with pytest.raises(ConnectionError):
        await reading_and_asking(hasty_reader)
    told = [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    # A busy machine may be too slow for colours, which has nothing to do with the reader.
    assert [record for record in told if "rendered_without_highlighting" not in record.getMessage()] == []


async def test_unread_data_of_a_disconnected_client_is_discarded(hasty_reader, large):
    """Without a reset, the client would wait for the rest of a megabyte."""
    await asyncio.get_running_loop().sock_sendall(hasty_reader, _GET % f"/{large.url}/raw".encode())
    await until_closed(hasty_reader)


async def until_closed(connection: socket.socket) -> None:
    async with asyncio.timeout(PATIENCE):
        while _state_of(connection) != _CLOSED:
            await passing(_ANSWER / 4)


def _state_of(connection: socket.socket) -> int:
    """Return the state of the connection, which is the first byte of Linux' tcp_info."""
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]


# Less than it takes, and more than a busy machine stands still in between.
@pytest.mark.parametrize("response_timeout", [2.0])
async def test_a_client_that_reads_slowly_gets_everything(hasty_reader, large):
    asked = f"GET /{large.url}/raw HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    await asyncio.get_running_loop().sock_sendall(hasty_reader, asked.encode())
    _, _, body = (await all_of(hasty_reader, pause=0.08)).partition(b"\r\n\r\n")
    assert len(body) == large.size


@pytest.mark.parametrize(
    "header",
    [b"X-Long: " + b"a" * 20_000, b"Cookie: " + b"a=b; " * 4_000, b"\r\n".join([b"X-A: b"] * 500)],
    ids=["long", "cookies", "many"],
)
async def test_large_heads_are_refused_in_words(port, header):
    answer = await Wire(port).send(b"GET / HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
    assert status_of(answer) == 431
    assert answer.endswith(b"This request could not be processed.\n")  # and the connection ends with it


@pytest.mark.parametrize("method", [b"GET", b"POST", b"PUT"])
@pytest.mark.parametrize("expect", [b"", b"Expect: 100-continue\r\n"])
async def test_an_upload_is_refused_before_it_is_sent(port, method, expect):
    answer = await Wire(port).send(
        method
        + b" /alice HTTP/1.1\r\nHost: x\r\nContent-Length: 500000000\r\n"
        + expect
        + b"\r\nthe beginning"
    )
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"published in Telegram" in answer
    assert all(name.encode().lower() in answer.lower() for name in SECURITY_HEADERS)


async def test_a_small_body_harms_nobody(port):
    answer = await Wire(port).get(b"/", b"Content-Length: 3", b"", b"abc")
    assert status_of(answer) == 200
