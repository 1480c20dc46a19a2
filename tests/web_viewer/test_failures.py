"""Errors become pages in plain words."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from kernel.settings import DatabaseSettings
from local.ports import free_port
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


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "There’s no paste at this address."), ("ru", "По этому адресу записи нет.")],
)
async def test_no_such_paste(reader, language, words):
    page = await reader.get("/alice/nothing", Accept_Language=language)
    assert page.status == 404
    assert page.headers["Content-Language"] == language
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "ETag" not in page.headers
    assert words in page.words
    assert "noindex" in page.text


async def test_a_deleted_paste_says_so(alice, reader):
    post = await alice.publishes("text", "note")
    await alice.deletes(post)
    page = await reader.get(f"/{post.url}")
    assert page.status == 410
    assert "This paste was deleted" in page.words


async def test_a_page_that_never_was(reader):
    page = await reader.get("/a/page/that/never/was")
    assert page.status == 404
    assert "Page not found" in page.words


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
async def test_pages_can_only_be_read(reader, method):
    page = await reader.asks(method, "/alice/note")
    assert page.status == 405
    assert page.headers["Allow"] == "GET,HEAD,POST"
    assert "This page is read-only" in page.words


@pytest.mark.parametrize(
    "path", ["/", "/alice", "/alice/note/history", "/alice/note/history/1", "/robots.txt"]
)
async def test_a_form_is_taken_by_pastes_only(reader, path):
    page = await reader.asks("POST", path)
    assert page.status == 405
    assert page.headers["Allow"] == "GET,HEAD"
    assert "This page is read-only" in page.words


async def test_a_fault_of_ours_is_an_apology_with_a_reference(alice, house, reader):
    post = await alice.publishes("text", "note")
    await house.damage("UPDATE posts.posts SET format = 'of the future'")
    page = await reader.get(f"/{post.url}")
    assert page.status == 500
    assert "Something went wrong" in page.words
    assert "If you report this, please mention" in page.words
    assert "Traceback" not in page.text


async def test_a_paste_whose_file_was_deleted_a_moment_ago_is_gone(alice, reader, tmp_path):
    post = await alice.publishes("text", "note")
    (tmp_path / "files" / post.content_source).unlink()
    assert (await reader.get(f"/{post.url}")).status == 410


async def test_without_postgres_the_reader_is_asked_to_come_back(reader_without_postgres):
    page = await reader_without_postgres.get("/alice/note")
    assert page.status == 503
    assert page.headers["Retry-After"] == "5"
    assert "Temporarily unavailable" in page.words


async def test_a_postgres_that_was_restarted_is_not_noticed(alice, reader, postgres):
    post = await alice.publishes("text", "note")
    assert (await reader.get(f"/{post.url}/raw")).status == 200
    await postgres.restart()
    assert (await reader.get(f"/{post.url}/raw")).status == 200


async def test_cached_pages_are_read_without_postgres(alice, reader, reader_without_postgres, redis):
    post = await alice.publishes("text", "note")
    page = await reader.get(f"/{post.url}")
    await until_cached(redis)
    assert (await reader_without_postgres.get(f"/{post.url}")).body == page.body


async def test_health_is_this_process_alone_and_readiness_needs_postgres(reader, reader_without_postgres):
    assert (await reader.get("/healthz")).status == 200
    assert (await reader_without_postgres.get("/healthz")).status == 200
    assert (await reader.get("/readyz")).text == "ready\n"
    assert (await reader_without_postgres.get("/readyz")).status == 503


async def test_a_port_that_is_taken_is_refused(port, viewer_settings):
    with pytest.raises(CannotListen, match=rf"127\.0\.0\.1:{port} cannot be listened on"):
        async with serving(create_application(viewer_settings), "127.0.0.1", port):
            pass


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_health_is_never_cached(reader, reader_without_postgres, path):
    for one in (reader, reader_without_postgres):
        assert (await one.get(path)).headers["Cache-Control"] == "no-store"
