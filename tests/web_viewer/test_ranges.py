"""Ranges of a raw text (RFC 9110, 14), with which a broken download continues."""

import asyncio
from pathlib import Path

import pytest

from posts.models import Post
from tests.web_viewer.authors import Author

TEXT = "0123456789"


@pytest.fixture
async def digits(alice: Author) -> Post:
    return await alice.publishes(TEXT, "digits")


@pytest.mark.parametrize("what", ["raw", "download", "history/1/raw"])
async def test_a_part(digits, reader, what):
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
        answer = await reader.get(f"/{digits.url}/{what}", Range=asked)
        assert (answer.status, answer.text) == (206, sent), asked
        assert answer.headers["Content-Range"] == f"bytes {place}/10", asked
        assert answer.headers["Content-Length"] == str(len(sent)), asked
        assert answer.headers["Accept-Ranges"] == "bytes", asked
        assert answer.headers["X-Content-Type-Options"] == "nosniff", asked


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-12", "bytes=99999999999-", "bytes=-0"])
async def test_what_is_not_there_cannot_be_had(digits, reader, asked):
    answer = await reader.get(f"/{digits.url}/raw", Range=asked)
    assert (answer.status, answer.body) == (416, b"")
    assert answer.headers["Content-Range"] == "bytes */10"


async def test_what_is_not_understood_brings_the_whole(digits, reader):
    for asked in (
        "bytes=0-1,4-5",
        "bytes=5-2",
        "bytes=-",
        "bytes=",
        "bytes",
        "",
        "bytes=a-b",
        "bytes=1-2-3",
        "bytes=--1",
        "bytes=+1-2",
        "bytes=٣-",
        "lines=1-2",
        f"bytes=1-{'9' * 5_000}",
    ):
        answer = await reader.get(f"/{digits.url}/raw", Range=asked)
        assert (answer.status, answer.text) == (200, TEXT), asked
        assert "Content-Range" not in answer.headers, asked


@pytest.mark.parametrize("size", [10, 2_000_000])
async def test_a_download_that_broke_off_goes_on_where_it_was(alice, reader, size):
    """Small texts come from memory and large ones from the storage; the ETag is the same."""
    post = await alice.publishes("x" * size, "note")
    path = f"/{post.url}/raw"
    tag = (await reader.get(path)).headers["ETag"]
    rest = await reader.get(path, Range="bytes=4-", If_Range=tag)
    assert (rest.status, len(rest.body), rest.headers["ETag"]) == (206, size - 4, tag)


@pytest.mark.parametrize("form", ['"another"', "W/{}", "Wed, 21 Oct 2015 07:28:00 GMT", "{}, {}", "*"])
async def test_a_range_of_another_version_gets_the_whole(digits, reader, form):
    tag = (await reader.get(f"/{digits.url}/raw")).headers["ETag"]
    answer = await reader.get(f"/{digits.url}/raw", Range="bytes=4-", If_Range=form.format(tag, tag))
    assert (answer.status, answer.text) == (200, TEXT)


async def test_a_part_of_the_text_before_an_edit_is_not_continued(alice, digits, reader):
    tag = (await reader.get(f"/{digits.url}/raw")).headers["ETag"]
    await alice.revises(digits, "abcdefghij")
    answer = await reader.get(f"/{digits.url}/raw", Range="bytes=4-", If_Range=tag)
    assert (answer.status, answer.text) == (200, "abcdefghij")


async def test_a_range_of_a_text_that_the_client_has_is_not_modified(digits, reader):
    tag = (await reader.get(f"/{digits.url}/raw")).headers["ETag"]
    answer = await reader.get(f"/{digits.url}/raw", Range="bytes=4-", If_None_Match=tag)
    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize("asked", ["bytes=0-3", "bytes=99-"])
async def test_head_is_of_the_whole(digits, reader, asked):
    """RFC 9110, 14.2: a range is defined for GET only."""
    answer = await reader.asks("HEAD", f"/{digits.url}/raw", {"Range": asked})
    assert (answer.status, answer.headers["Content-Length"], answer.body) == (200, "10", b"")


async def test_a_page_has_no_parts(digits, reader):
    answer = await reader.get(f"/{digits.url}", Range="bytes=0-3")
    assert answer.status == 200
    assert "Accept-Ranges" not in answer.headers


async def test_parts_make_the_whole(alice, reader):
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


async def test_a_slow_client_fills_no_memory(alice, port):
    post = await alice.publishes("0123456789abcde\n" * (20 * 65_536), "big.log")
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
