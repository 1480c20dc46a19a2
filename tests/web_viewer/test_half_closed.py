"""Clients that close their side of a connection after the request."""

import pytest

from tests.web_viewer.wire import Wire, status_of


@pytest.fixture
def wire(port: int) -> Wire:
    return Wire(port)


@pytest.mark.parametrize(
    ("path", "statuses"), [(b"/healthz", [200]), (b"/", [200]), (b"/not/a/page/here", [404]), (b"%", [400])]
)
async def test_a_client_that_closes_its_side_gets_a_response(wire, path, statuses):
    answer = await wire.send(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n", says_all=True)
    assert [status_of(answer)] == statuses


async def test_a_client_that_closes_its_side_after_several_requests_gets_all_responses(wire):
    one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    answers = await wire.send(one * 3 + b"GET /none/here HTTP/1.1\r\nHost: x\r\n\r\n", says_all=True)
    assert (answers.count(b"HTTP/1.1 200 "), answers.count(b"HTTP/1.1 404 ")) == (3, 1)


async def test_a_connection_that_closes_without_a_request_is_closed(wire):
    for begun in (b"", b"GET / HTTP/1.1\r\nHost:"):
        assert await wire.send(begun, says_all=True) == b""
