"""Who closes their side of a connection behind what they ask."""

import pytest

from tests.web_viewer.wire import Wire, status_of


@pytest.fixture
def wire(port: int) -> Wire:
    return Wire(port)


@pytest.mark.parametrize(
    ("path", "statuses"), [(b"/healthz", [200]), (b"/", [200]), (b"/not/a/page/here", [404]), (b"%", [400])]
)
async def test_who_has_said_all_is_answered_still(wire: Wire, path: bytes, statuses: list[int]) -> None:
    answer = await wire.send(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n", says_all=True)
    assert [status_of(answer)] == statuses


async def test_who_has_asked_for_several_and_said_all_gets_all(wire: Wire) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    answers = await wire.send(one * 3 + b"GET /none/here HTTP/1.1\r\nHost: x\r\n\r\n", says_all=True)
    assert (answers.count(b"HTTP/1.1 200 "), answers.count(b"HTTP/1.1 404 ")) == (3, 1)


async def test_who_says_nothing_or_half_a_request_and_leaves_is_let_go(wire: Wire) -> None:
    for begun in (b"", b"GET / HTTP/1.1\r\nHost:"):
        assert await wire.send(begun, says_all=True) == b""
