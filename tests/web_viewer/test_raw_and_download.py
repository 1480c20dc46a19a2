"""The exact bytes of a paste, raw and as a file, and ranges of them (RFC 9110, 14)."""

import asyncio
from pathlib import Path
from urllib.parse import unquote

import pytest

TEXT = "0123456789"
BODIES = [
    "plain\n",
    "CRLF\r\nand\rCR",
    "\ufeffmarked",
    "Привет 🌍",
    "<script>alert(1)</script>",
    "\x1b[0m\x07",
]


@pytest.fixture
async def digits(alice):
    return await alice.publishes(TEXT, "digits")


async def test_the_bytes_are_those_sent_and_browsers_show_them_as_text(alice, reader):
    for body in BODIES:
        post = await alice.publishes(body, "page.html")
        for what in ("raw", "download"):
            answer = await reader.get(f"/{post.url}/{what}")
            assert (answer.status, answer.body) == (200, body.encode())
            assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
            assert answer.headers["X-Robots-Tag"] == "noindex"
    await alice.deletes(post)
    for what in ("raw", "download"):
        answer = await reader.get(f"/{post.url}/{what}")
        assert (answer.status, answer.headers["Content-Type"]) == (410, "text/html; charset=utf-8")


async def test_a_raw_text_that_the_client_has_is_not_sent_again(digits, reader):
    first = await reader.get(f"/{digits.url}/raw")
    for part in ({}, {"Range": "bytes=4-"}):
        again = await reader.get(f"/{digits.url}/raw", If_None_Match=first.headers["ETag"], **part)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == "public, max-age=1"


async def test_a_download_is_named_by_its_title(alice, reader):
    for title, language, name in (
        ("main.py", None, "main.py"),
        ("Моя заметка", "text", "Моя заметка.txt"),
        ("Sorting", "python", "Sorting.py"),
        ("build", "make", "build.mak"),
        ("../../etc/passwd", "text", "_.._etc_passwd.txt"),
        ('a"b;c\\d', "text", "a_b;c_d.txt"),
        ("photo\u202egnp.exe", "text", "photognp.exe"),
        ("…", "text", "….txt"),
        ("???", "text", "_.txt"),
    ):
        post = await alice.publishes("text", title, language)
        disposition = (await reader.get(f"/{post.url}/download")).headers["Content-Disposition"]
        kind, simple, extended = disposition.split("; ")
        assert kind == "attachment"
        assert simple.startswith(f'filename="{post.slug}')
        assert unquote(extended.removeprefix("filename*=UTF-8''")) == name


async def test_a_range_is_sent_alone(digits, reader):
    for asked, sent, place in (
        ("bytes=0-0", "0", "0-0"),
        ("bytes=0-3", "0123", "0-3"),
        ("bytes=7-", "789", "7-9"),
        ("bytes=9-9", "9", "9-9"),
        ("bytes=4-99999", "456789", "4-9"),
        ("bytes=-1", "9", "9-9"),
        ("bytes=-3", "789", "7-9"),
        ("bytes=-99", TEXT, "0-9"),
        ("bytes=0-", TEXT, "0-9"),
        ("Bytes=1-2", "12", "1-2"),
    ):
        for what in ("raw", "download", "history/1/raw"):
            answer = await reader.get(f"/{digits.url}/{what}", Range=asked)
            assert (answer.status, answer.text) == (206, sent), asked
            assert answer.headers["Content-Range"] == f"bytes {place}/10", asked
            assert answer.headers["Content-Length"] == str(len(sent)), asked
            assert answer.headers["Accept-Ranges"] == "bytes", asked
            assert answer.headers["X-Content-Type-Options"] == "nosniff", asked


async def test_a_range_behind_the_end_cannot_be_satisfied(digits, reader):
    for asked in ("bytes=10-", "bytes=10-12", "bytes=99999999999-", "bytes=-0"):
        answer = await reader.get(f"/{digits.url}/raw", Range=asked)
        assert (answer.status, answer.body) == (416, b"")
        assert answer.headers["Content-Range"] == "bytes */10"


async def test_a_malformed_range_a_head_request_and_a_page_are_answered_whole(digits, reader):
    odd = "bytes=0-1,4-5|bytes=5-2|bytes=-|bytes=|bytes||bytes=a-b|bytes=1-2-3|bytes=--1|bytes=+1-2|bytes=٣-"
    for asked in (*odd.split("|"), "lines=1-2", f"bytes=1-{'9' * 5_000}"):
        answer = await reader.get(f"/{digits.url}/raw", Range=asked)
        assert (answer.status, answer.text) == (200, TEXT), asked
        assert "Content-Range" not in answer.headers, asked
    for asked in ("bytes=0-3", "bytes=99-"):  # RFC 9110, 14.2: a range is defined for GET only
        answer = await reader.asks("HEAD", f"/{digits.url}/raw", {"Range": asked})
        assert (answer.status, answer.headers["Content-Length"], answer.body) == (200, "10", b"")
    page = await reader.get(f"/{digits.url}", Range="bytes=0-3")
    assert page.status == 200
    assert "Accept-Ranges" not in page.headers


async def test_a_download_continues_if_the_text_is_the_same(alice, digits, reader):
    for size in (10, 2_000_000):  # small texts come from memory and large ones from the storage
        post = await alice.publishes("x" * size, "note")
        tag = (await reader.get(f"/{post.url}/raw")).headers["ETag"]
        rest = await reader.get(f"/{post.url}/raw", Range="bytes=4-", If_Range=tag)
        assert (rest.status, len(rest.body), rest.headers["ETag"]) == (206, size - 4, tag)
    tag = (await reader.get(f"/{digits.url}/raw")).headers["ETag"]
    for form in ('"another"', "W/{}", "Wed, 21 Oct 2015 07:28:00 GMT", "{}, {}", "*"):
        answer = await reader.get(f"/{digits.url}/raw", Range="bytes=4-", If_Range=form.format(tag, tag))
        assert (answer.status, answer.text) == (200, TEXT)
    await alice.revises(digits, "abcdefghij")
    answer = await reader.get(f"/{digits.url}/raw", Range="bytes=4-", If_Range=tag)
    assert (answer.status, answer.text) == (200, "abcdefghij")


async def test_ranges_of_a_large_text_make_the_whole(alice, reader):
    body = "".join(f"line {number} Привет\n" for number in range(60_000))
    post = await alice.publishes(body, "big.log")
    size, step = len(body.encode()), 300_007
    parts = [
        await reader.get(f"/{post.url}/raw", Range=f"bytes={start}-{start + step - 1}")
        for start in range(0, size, step)
    ]
    assert {part.status for part in parts} == {206}
    assert b"".join(part.body for part in parts) == body.encode()


def resident() -> int:
    """Return the resident memory of this process, in which the viewer runs, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


async def test_a_large_text_arrives_whole_and_slow_clients_fill_no_memory(alice, reader, port):
    body = "0123456789abcde\n" * (20 * 65_536)
    post = await alice.publishes(body, "big.log")
    assert (await reader.get(f"/{post.url}/raw")).text == body
    before = resident()
    crowd = [await asyncio.open_connection("127.0.0.1", port, limit=1024) for _ in range(20)]
    for _, writing in crowd:
        writing.write(f"GET /{post.url}/raw HTTP/1.1\r\nHost: viewer\r\n\r\n".encode())
    for reading, _ in crowd:
        assert (await reading.readline()).startswith(b"HTTP/1.1 200")
    grown = resident() - before
    for _, writing in crowd:
        writing.transport.abort()
        await asyncio.gather(writing.wait_closed(), return_exceptions=True)
    assert grown < 120_000_000  # of 400 MB
