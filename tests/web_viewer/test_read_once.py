"""Pastes that can be read once: a visit opens nothing, and one of all who confirm reads the text."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.storage import ContentKey
from posts.models import Terms, Visibility
from tests.posts.cached_pages import cached_variants
from tests.web_viewer.reader import Answer

TITLE, SECRET = "the title of it", "correct horse battery staple"
BODY = f"{SECRET}\nand the rest\n"
ONCE = Terms(burn_after_read=True)
UNDER = ["/raw", "/download", "/history", "/history/1", "/history/2", "/history/1/raw"]


@pytest.fixture
async def letter(alice):
    return await alice.publishes(BODY, TITLE, terms=ONCE)


def tells_nothing(page: Answer) -> bool:
    seen = [page.text, *page.headers.values()]
    return not any(word in text for text in seen for word in (TITLE, "horse", "rest", "og:", "description"))


async def test_visits_open_nothing_and_are_neither_cached_nor_indexed(alice, letter, reader, redis):
    prefetch = {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"}
    for method in ("GET", "HEAD"):
        for headers in ({}, prefetch, {"User-Agent": "TelegramBot (like TwitterBot)"}):
            page = await reader.asks(method, f"/{letter.url}", headers)
            assert page.status == 200
            assert tells_nothing(page)
            assert page.headers["Cache-Control"] == "no-store"
            assert page.headers["X-Robots-Tag"] == "noindex"
            assert "ETag" not in page.headers
        for what in UNDER:
            answer = await reader.asks(method, f"/{letter.url}{what}")
            assert (answer.status, answer.headers["Location"]) == (303, f"/{letter.url}")
            assert answer.headers["Cache-Control"] == "no-store"
            assert tells_nothing(answer)
    assert '<meta name="robots" content="noindex">' in (await reader.get(f"/{letter.url}")).text
    assert await cached_variants(redis) == set()
    assert await redis.keys("posts:page*") == []
    assert letter.url not in (await reader.get("/alice")).text
    assert (await reader.presses(f"/{letter.url}")).listing == BODY


async def test_its_page_asks_for_confirmation_in_the_readers_language(alice, letter, reader):
    for language, words in (
        ("en", ["You can open this only once", "alice made this", "Open now", "Download as a file"]),
        ("ru", ["можно открыть только один раз", "Автор — alice", "Открыть сейчас", "Скачать файлом"]),
    ):
        page = await reader.get(f"/{letter.url}", Accept_Language=language)
        assert all(text in page.words for text in words)
        assert page.headers["Content-Language"] == language
    assert page.headers["Referrer-Policy"] == "same-origin"
    post = await alice.publishes(SECRET, TITLE, terms=replace(ONCE, lifetime=timedelta(days=1)))
    until = f"Available until {post.expires_at:%-d %B %Y, %H:%M} UTC"
    assert until in (await reader.get(f"/{post.url}")).words


async def test_a_confirmation_shows_the_text_and_that_it_is_deleted(alice, letter, reader):
    page = await reader.presses(f"/{letter.url}")
    assert page.status == 200
    assert page.listing == BODY
    assert TITLE in page.words
    assert "This text has been deleted." in page.words
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert 'id="copy"' in page.text
    assert not re.search(r'href="[^"]*/(raw|download|history)"', page.text)
    assert "og:description" not in page.text
    unlisted = await alice.publishes(SECRET, TITLE, terms=replace(ONCE, visibility=Visibility.UNLISTED))
    assert tells_nothing(await reader.get(f"/{unlisted.url}"))
    russian = await reader.presses(f"/{unlisted.url}", Accept_Language="ru")
    assert SECRET in russian.text
    assert "Текст удалён." in russian.words


async def test_one_of_twenty_who_confirm_at_once_reads_it(alice, reader):
    for what in ("", "/raw", "/download"):
        post = await alice.publishes(BODY, TITLE, terms=ONCE)
        answers = await asyncio.gather(*(reader.presses(f"/{post.url}{what}") for _ in range(20)))
        assert sorted(answer.status for answer in answers) == [200, *[410] * 19]
        for answer in answers:
            assert (SECRET in answer.text) == (answer.status == 200)
            assert ("This has already been read" in answer.words) == (answer.status == 410)


async def test_after_it_was_read_all_its_texts_are_deleted(alice, letter, reader, redis):
    revised = await alice.revises(letter, "another text")
    await reader.presses(f"/{letter.url}")
    for key in (letter.content_source, revised.content_source):
        with pytest.raises(FileNotFoundError):
            await alice.house.storage.get(ContentKey(key))
    assert await redis.keys("posts:page*") == []


async def test_an_ordinary_paste_can_become_one_and_be_ordinary_again(alice, reader):
    post = await alice.publishes(SECRET, TITLE)
    assert SECRET in (await reader.get(f"/{post.url}")).text
    await alice.lets_be_read_once(post)
    assert tells_nothing(await reader.get(f"/{post.url}"))
    await alice.lets_be_read_once(post, burn=False)
    assert post.url in (await reader.get("/alice")).text
    for what in ("", "/raw", "/download", "?view=source"):
        answer = await reader.presses(f"/{post.url}{what}")
        assert (answer.status, answer.headers["Location"]) == (303, f"/{post.url}{what}")
    assert SECRET in (await reader.get(answer.headers["Location"])).text
    assert (await reader.presses("/alice/nothing")).status == 404


async def test_a_text_that_cannot_be_rendered_is_not_deleted(alice, letter, reader):
    await alice.house.damage("UPDATE posts.posts SET format = 'of the future'")
    assert (await reader.presses(f"/{letter.url}")).status == 500
    await alice.house.damage("UPDATE posts.posts SET format = 'plain'")
    assert (await reader.presses(f"/{letter.url}")).status == 200


async def test_a_confirmation_can_give_the_exact_bytes(alice, reader):
    for what in ("/raw", "/download"):
        post = await alice.publishes("\ufeffone\r\ntwo", "letter.txt", terms=ONCE)
        answer = await reader.presses(f"/{post.url}{what}")
        assert answer.body == "\ufeffone\r\ntwo".encode()
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        assert ("attachment" in answer.headers.get("Content-Disposition", "")) == (what == "/download")
        assert (await reader.presses(f"/{post.url}{what}")).status == 410


async def test_a_text_too_long_for_a_page_is_sent_as_a_file(alice, reader):
    for body in ("\n" * 20_002 + "x", "\r" * 20_002 + "x", "x" * 1_000_001):
        post = await alice.publishes(body, "long", terms=ONCE)
        page = await reader.get(f"/{post.url}")
        answer = await reader.presses(f"/{post.url}")
        assert answer.text == body
        assert "attachment" in answer.headers["Content-Disposition"]
    assert "too long for a page (976.6 kB)" in page.words
    assert "Open now" not in page.words
    assert "Download as a file" in page.words


async def test_a_page_of_another_site_cannot_submit_the_form(letter, reader):
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
    ):
        for what in ("", "/raw", "/download"):
            page = await reader.asks("POST", f"/{letter.url}{what}", headers)
            assert page.status == 403, headers
            assert "Another site tried to open this" in page.words, headers
            assert SECRET not in page.text, headers
    page = await reader.presses(f"/{letter.url}", Sec_Fetch_Site="cross-site", Accept_Language="ru")
    assert "Это пытался открыть другой сайт" in page.words
    assert (await reader.presses(f"/{letter.url}")).status == 200


async def test_our_own_page_and_programs_can_submit_the_form(alice, reader):
    for site in ({"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {}):
        for origin in ({"Origin": reader.base}, {}):
            post = await alice.publishes(SECRET, "letter", terms=ONCE)
            assert (await reader.asks("POST", f"/{post.url}", site | origin)).status == 200
