"""No request gets a 5xx, or learns which software runs here."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web_viewer.wire import Wire, status_of

_PATHS = [
    *rb"""
    /.. /../../etc/passwd /alice/.. /alice/../../etc/passwd /alice/%2e%2e/raw
    /alice/%2e%2e%2fetc%2fpasswd /static/../application.py /static/..%2fapplication.py
    /static/site.000000000000.py /%00 /alice/%00 /alice/x%00y /alice%00 /% /%zz/%2 /alice/%ff%fe
    /alice/%c0%ae%c0%ae /alice/%ed%a0%80 /alice/%u0041 /alice/%D0%B7%D0%B0 /alice?page=1&page=2
    /alice?page=%00 /alice?page=%ff /alice?% /alice/x?key=%ff.%00 /alice/x/history/%00/raw
    /alice/x/history/..%2f1 /alice/x/history?page=%00 // ///alice /\ /alice/;/x /alice/x;y=z
    /alice/x#fragment /alice/{{7*7}} /alice/'%20OR%201=1-- /CON/aux * alice/note
    http://elsewhere/alice/note https://user:pass@elsewhere:99999/alice http://[::1/alice
    javascript:alert(1)
    """.split(),
    *(b"/alice/\x00", b"/alice/\xff\xfe", b"/alice?page[]=1;DROP TABLE", b"/alice/x?\x00"),
    *("/алиса/заметка".encode(), b"", b"/" + b"a/" * 2_000, b"/alice?page=" + b"9" * 5_000),
    *(
        b"/alice/" + odd
        for odd in (b"a" * 5_000, b"a" * 10_240, b"%41" * 2_000, b"x/history/" + b"9" * 5_000)
    ),
    *(b"/alice?" + b"a" * 10_240, b"/alice/x?key=" + b"9" * 5_000 + b"." + b"a" * 64),
]
_HEADERS = [
    b"Accept-Language: " + b"ru;q=" * 1_000,
    b"Accept-Language: ;;;,,,q=2,*;q=x,\xff\xfe",
    b"Accept-Language: en;q=1e400",
    b"Accept-Encoding: gzip;q=nan, \x7f",
    b'If-None-Match: \xff\xfe, "',
    b"If-None-Match: " + b'"a",' * 1_500,
    b"If-Modified-Since: yesterday",
    b"If-Range: x",
    b"Range: bytes=9999999999999999999999-1,-",
    b"Expect: the unexpected",
    b"Expect: 100-continue",
    b"Cookie: " + b"a=b; " * 1_000,
    b"Cookie: \x01=\xff",
    b"Host: ",
    b"Host: a b",
    b"Content-Length: -1",
    b"Content-Length: 99999999999999999999",
    b"Content-Length: 5\r\nContent-Length: 6",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: gzip, unknown",
    b"Upgrade: websocket\r\nConnection: Upgrade",
    b"Upgrade: h2c",
    b"X-Long: " + b"a" * 20_000,
    b"\r\n".join(b"X-%d: y" % number for number in range(500)),
    b" folded: header",
    b"No-Colon",
    b": no name",
    b"X-Control: \x00\x01",
]
_WHOLE = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET\r\n\r\n",
    b"GET / HTTP/0.9\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\nHost: x\nConnection: close\n\n",
    b"FROB / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"get / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT elsewhere:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"TRACE /alice HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"POST /alice HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc",
    b"POST /alice HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
    b"POST /alice/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc",
    b"POST /alice/x HTTP/1.1\r\nHost: \r\nConnection: close\r\nOrigin: \xff://\xfe\r\n\r\n",
    b"POST /alice/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nSec-Fetch-Site: \xff\r\n\r\n",
    b"POST /alice/x/raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
    b"A" * 100_000,
]


@pytest.fixture
def wire(port: int) -> Wire:
    return Wire(port)


def refused_politely(answer: bytes) -> bool:
    answer = answer.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    head = answer.partition(b"\r\n\r\n")[0].lower()
    silent = not any(name in head for name in (b"aiohttp", b"python", b"traceback"))
    return 200 <= status_of(answer) < 500 and silent and b"x-content-type-options: nosniff" in head


async def test_an_odd_address_is_refused_politely(wire):
    for path in _PATHS:
        answer = await wire.get(path)
        assert refused_politely(answer), (path, answer[:500])
        assert status_of(answer) in (301, 400, 404, 414) or b"alice?" in path, path


async def test_an_odd_header_is_taken_or_refused_politely(wire):
    for header in _HEADERS:
        assert refused_politely(await wire.get(b"/", header)), header
    for path in (b"/", b"/not/a/page/here"):
        answer = await wire.get(path, b"Expect: \x80")
        assert status_of(answer) == 400
        assert refused_politely(answer)


async def test_malformed_requests_get_a_proper_error(wire):
    for request in _WHOLE:
        assert refused_politely(await wire.send(request)), request


_SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_segments = st.lists(
    st.sampled_from(
        [b"alice", b"Alice", b"note", b"raw", b"static", b"..", b"%2e", b"%00", b"%ff", b"", b"?", b"#"]
    )
    | st.binary(max_size=30),
    max_size=6,
)


@_SETTINGS
@given(_segments)
async def test_no_address_breaks_the_viewer(wire, segments):
    answer = await wire.get(b"/" + b"/".join(segments))
    # A CR or LF of the address' own can end the request early: then there is nothing to answer yet.
    assert not answer or status_of(answer) < 500


@_SETTINGS
@given(
    st.sampled_from(
        [b"Accept-Language", b"Accept-Encoding", b"If-None-Match", b"Expect", b"Cookie", b"Range"]
    ),
    st.binary(max_size=60).filter(lambda value: not {10, 13} & set(value)),
)
async def test_no_header_breaks_the_viewer(wire, name, value):
    answer = await wire.get(b"/alice/note", name + b": " + value)
    assert status_of(answer) < 500


async def test_after_malformed_requests_the_viewer_serves_in_a_version_that_it_speaks(wire):
    await asyncio.gather(*(wire.send(whole) for whole in _WHOLE), return_exceptions=True)
    assert status_of(await wire.get(b"/")) == 200
    for version in (b"HTTP/0.9", b"HTTP/1.2", b"HTTP/2.0", b"HTTP/3.0"):
        answer = await wire.send(b"GET / " + version + b"\r\nHost: x\r\n\r\n")
        assert answer.startswith((b"HTTP/1.0 ", b"HTTP/1.1 "))
        assert refused_politely(answer)
