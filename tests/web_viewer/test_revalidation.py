"""Conditional requests and compression."""

import gzip
from typing import Final

import brotli
import pytest

_UNPACKED: Final = {"br": brotli.decompress, "gzip": gzip.decompress}


async def test_a_public_page_may_be_cached_for_a_second(alice, reader):
    post = await alice.publishes("text", "note")
    page = await reader.get(f"/{post.url}")
    assert page.headers["Cache-Control"] == "public, max-age=1"
    assert page.headers["Vary"] == "Accept-Language, Cookie, Accept-Encoding"


@pytest.mark.parametrize("form", ["{}", '"other", {}', "W/{}", "*"])
async def test_a_page_that_the_client_has_is_304(alice, reader, form):
    post = await alice.publishes("text", "note")
    first = await reader.get(f"/{post.url}")
    again = await reader.get(f"/{post.url}", If_None_Match=form.format(first.headers["ETag"]))
    assert (again.status, again.body) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Language"):
        assert again.headers[name] == first.headers[name]


@pytest.mark.parametrize("tag", ['"other"', "unquoted", '"', "", "W/", '"\u00ff"'])
async def test_another_etag_gets_the_page(alice, reader, tag):
    post = await alice.publishes("text", "note")
    assert (await reader.get(f"/{post.url}", If_None_Match=tag)).status == 200


async def test_the_tag_is_strong_and_differs_by_language_and_coding(alice, reader):
    post = await alice.publishes("text", "note")
    tags = {
        (await reader.get(f"/{post.url}", Accept_Language=language, Accept_Encoding=coding)).headers["ETag"]
        for language in ("en", "ru")
        for coding in ("gzip", "identity")
    }
    assert len(tags) == 4
    assert all(tag.startswith('"') for tag in tags)


@pytest.mark.parametrize(
    ("coding", "used"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=1, gzip;q=0.5", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
    ],
)
async def test_a_page_is_compressed_where_wanted(alice, reader, coding, used):
    post = await alice.publishes("text " * 20_000, "note")
    plain, compressed = (
        await reader.get(f"/{post.url}"),
        await reader.get(f"/{post.url}", Accept_Encoding=coding),
    )
    assert compressed.headers["Content-Encoding"] == used
    assert _UNPACKED[used](compressed.body) == plain.body
    assert len(compressed.body) < len(plain.body) / 5
    tag = compressed.headers["ETag"]
    assert (await reader.get(f"/{post.url}", Accept_Encoding=coding, If_None_Match=tag)).status == 304


@pytest.mark.parametrize(
    "coding", ["identity", "zstd", "gzip;q=0", "*, gzip;q=0, br;q=0", "gzip;q=0.000", "gzippy"]
)
async def test_a_page_is_not_compressed_where_not_wanted(alice, reader, coding):
    post = await alice.publishes("text", "note")
    page = await reader.get(f"/{post.url}", Accept_Encoding=coding)
    assert "Content-Encoding" not in page.headers
    assert page.listing == "text"
