"""Errors become pages in plain words."""

import logging
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from kernel.settings import DatabaseSettings
from local.ports import free_port
from posts.models import Terms
from tests.posts.cached_pages import until_cached
from tests.web_viewer.reader import Reader
from web_viewer.application import create_application
from web_viewer.server import CannotListen, serving
from web_viewer.settings import ViewerSettings


@pytest.fixture
async def reader_without_postgres(viewer_settings: ViewerSettings) -> AsyncIterator[Reader]:
    nowhere = DatabaseSettings(database_url=f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    app = create_application(replace(viewer_settings, database=nowhere))
    async with serving(app, "127.0.0.1", 0) as port, Reader(f"http://127.0.0.1:{port}") as reader:
        yield reader


async def test_a_missing_page_says_so_in_the_readers_language(reader):
    for path, language, words in (
        ("/alice/nothing", "en", "There’s no paste at this address."),
        ("/alice/nothing", "ru", "По этому адресу записи нет."),
        ("/a/page/that/never/was", "en", "Page not found"),
    ):
        page = await reader.get(path, Accept_Language=language)
        assert page.status == 404
        assert page.headers["Content-Language"] == language
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "ETag" not in page.headers
        assert words in page.words
        assert "noindex" in page.text


async def test_pages_are_read_only(reader):
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
        page = await reader.asks(method, "/alice/note")
        assert (page.status, page.headers["Allow"]) == (405, "GET,HEAD,POST"), method
        assert "This page is read-only" in page.words
    for path in ("/", "/alice", "/alice/note/history", "/alice/note/history/1", "/robots.txt"):
        page = await reader.asks("POST", path)
        assert (page.status, page.headers["Allow"]) == (405, "GET,HEAD"), path
        assert "This page is read-only" in page.words


async def test_an_unexpected_error_is_an_apology_with_a_reference_to_the_log(alice, reader, caplog):
    post = await alice.publishes("text", "note")
    await alice.house.damage("UPDATE posts.posts SET format = 'of the future'")
    page = await reader.get(f"/{post.url}")
    assert page.status == 500
    assert "Something went wrong" in page.words
    assert "If you report this, please mention" in page.words
    assert "Traceback" not in page.text
    found = re.search(r"<code>([0-9a-f]{8})</code>", page.text)
    assert found
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert found[1] in record.getMessage()
    assert f"/{post.url}" in record.getMessage()
    assert "of the future" in caplog.text


async def test_a_missing_file_is_an_outage_and_does_not_end_the_paste(alice, reader, tmp_path, caplog):
    lost = await alice.publishes("lost text", "lost")
    once = await alice.publishes("lost text", "once", terms=Terms(burn_after_read=True))
    await alice.publishes("kept text", "kept")
    for post in (lost, once):
        (tmp_path / "files" / post.content_source).rename(tmp_path / post.title)
    for path in (lost.url, f"{lost.url}/raw", f"{lost.url}/download", f"{lost.url}/history/1"):
        page = await reader.get(f"/{path}")
        assert (page.status, page.headers["Retry-After"]) == (503, "5"), path
    assert (await reader.presses(f"/{once.url}")).status == 503
    assert lost.content_source in caplog.text
    feed = await reader.get("/alice.atom")
    assert feed.status == 200
    assert "kept text" in feed.text
    assert lost.url in feed.text
    for post in (lost, once):
        (tmp_path / post.title).rename(tmp_path / "files" / post.content_source)
    assert "lost text" in (await reader.get(f"/{lost.url}")).text
    assert "lost text" in (await reader.presses(f"/{once.url}")).text


async def test_without_postgres_only_cached_pages_are_served(
    alice, reader, reader_without_postgres, redis, begun
):
    post = await alice.publishes("text", "note")
    page = await reader.get(f"/{post.url}")
    await until_cached(redis)
    assert (await reader_without_postgres.get(f"/{post.url}")).body == page.body
    unavailable = await reader_without_postgres.get("/alice/other")
    assert (unavailable.status, unavailable.headers["Retry-After"]) == (503, "5")
    assert "Temporarily unavailable" in unavailable.words
    for one, path, status in (
        (reader, "/healthz", 200),
        (reader, "/readyz", 200),
        (reader_without_postgres, "/healthz", 200),
        (reader_without_postgres, "/readyz", 503),
    ):
        answer = await one.get(path)
        assert (answer.status, answer.headers["Cache-Control"]) == (status, "no-store")
    assert (await reader.get("/readyz")).text == "ready\n"


async def test_a_restart_of_postgres_is_not_noticed(alice, reader, postgres):
    post = await alice.publishes("text", "note")
    assert (await reader.get(f"/{post.url}/raw")).status == 200
    await postgres.restart()
    assert (await reader.get(f"/{post.url}/raw")).status == 200


async def test_a_port_that_is_taken_is_refused(port, viewer_settings):
    with pytest.raises(CannotListen, match=rf"127\.0\.0\.1:{port} cannot be listened on"):
        async with serving(create_application(viewer_settings), "127.0.0.1", port):
            pass


async def test_a_store_of_another_installation_is_not_ready(reader, begun, storage):
    assert (await reader.get("/readyz")).text == "ready\n"
    await storage.delete("installation")  # as in the folder below a disk that is not mounted
    assert (await reader.get("/readyz")).text == "no storage\n"
    await storage.put_at("installation", b"00000000-0000-4000-8000-000000000000")
    answer = await reader.get("/readyz")
    assert (answer.status, answer.text) == (503, "no storage\n")
