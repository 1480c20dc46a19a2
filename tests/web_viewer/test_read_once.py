"""Pastes that can be read once: a visit opens nothing, and one of all who confirm reads the text."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.storage import ContentKey
from posts.models import Post, Terms, Visibility
from tests.posts.cached_pages import cached_variants
from tests.web_viewer.authors import Author
from tests.web_viewer.reader import Answer

TITLE, SECRET = "the title of it", "correct horse battery staple"
ONCE = Terms(burn_after_read=True)
_PREFETCH = {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"}


@pytest.fixture
async def letter(alice: Author) -> Post:
    return await alice.publishes(f"{SECRET}\nand the rest\n", TITLE, terms=ONCE)


def tells_nothing(page: Answer) -> bool:
    seen = [page.text, *page.headers.values()]
    return not any(word in text for text in seen for word in (TITLE, "horse", "rest", "og:", "description"))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("headers", [{}, _PREFETCH, {"User-Agent": "TelegramBot (like TwitterBot)"}])
async def test_looking_at_its_link_opens_nothing(letter, reader, method, headers):
    for _ in range(3):
        page = await reader.asks(method, f"/{letter.url}", headers)
        assert page.status == 200
        assert tells_nothing(page)
    assert (await reader.presses(f"/{letter.url}")).listing == f"{SECRET}\nand the rest\n"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["You can open this only once", "alice made this", "Open now", "Download as a file"]),
        ("ru", ["можно открыть только один раз", "Автор — alice", "Открыть сейчас", "Скачать файлом"]),
    ],
)
async def test_its_page_asks_in_words(letter, reader, language, words):
    page = await reader.get(f"/{letter.url}", Accept_Language=language)
    assert all(said in page.words for said in words)
    assert page.headers["Content-Language"] == language


async def test_its_page_is_neither_cached_nor_indexed(letter, reader, redis):
    page = await reader.get(f"/{letter.url}")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text
    assert "ETag" not in page.headers
    assert await cached_variants(redis) == set()
    assert await redis.keys("posts:page:*") == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("what", ["/raw", "/download", "/history", "/history/1", "/history/1/raw"])
async def test_everything_under_it_leads_to_its_page(letter, reader, method, what):
    answer = await reader.asks(method, f"/{letter.url}{what}")
    assert (answer.status, answer.headers["Location"]) == (303, f"/{letter.url}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert tells_nothing(answer)
    assert (await reader.presses(f"/{letter.url}")).status == 200


async def test_a_press_shows_the_text_and_that_it_is_gone(letter, reader):
    page = await reader.presses(f"/{letter.url}")
    assert page.status == 200
    assert page.listing == f"{SECRET}\nand the rest\n"
    assert TITLE in page.words
    assert "This text has been deleted." in page.words
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert 'id="copy"' in page.text
    assert not re.search(r'href="[^"]*/(raw|download|history)"', page.text)
    assert "og:description" not in page.text


async def test_a_press_is_answered_in_russian(letter, reader):
    page = await reader.presses(f"/{letter.url}", Accept_Language="ru")
    assert "Текст удалён." in page.words


@pytest.mark.parametrize("what", ["", "/raw", "/download"])
async def test_one_of_twenty_who_confirm_at_once_reads_it(letter, reader, what):
    answers = await asyncio.gather(*(reader.presses(f"/{letter.url}{what}") for _ in range(20)))
    assert sorted(answer.status for answer in answers) == [200, *[410] * 19]
    for answer in answers:
        assert (SECRET in answer.text) == (answer.status == 200)
        assert ("This has already been read" in answer.words) == (answer.status == 410)


async def test_nothing_is_left_of_it(alice, letter, reader, redis):
    revised = await alice.revises(letter, "another text")
    await reader.presses(f"/{letter.url}")
    for key in (letter.content_source, revised.content_source):
        with pytest.raises(FileNotFoundError):
            await alice.house.storage.get(ContentKey(key))
    assert not any([await redis.get(key) for key in await redis.keys("posts:page:*")])


async def test_a_page_from_before_it_was_to_be_read_once_is_not_shown(alice, reader):
    post = await alice.publishes(SECRET, TITLE)
    assert SECRET in (await reader.get(f"/{post.url}")).text
    await alice.lets_be_read_once(post)
    assert tells_nothing(await reader.get(f"/{post.url}"))


@pytest.mark.parametrize("what", ["", "/raw", "/download", "?view=source"])
async def test_a_press_on_any_other_paste_is_led_to_reading_it(alice, reader, what):
    post = await alice.publishes("text", "note")
    answer = await reader.presses(f"/{post.url}{what}")
    assert (answer.status, answer.headers["Location"]) == (303, f"/{post.url}{what}")
    assert (await reader.get(f"/{post.url}")).status == 200


async def test_a_confirmation_of_a_paste_that_became_ordinary_leads_to_it(alice, letter, reader):
    await alice.lets_be_read_once(letter, burn=False)
    led = await reader.presses(f"/{letter.url}")
    assert SECRET in (await reader.get(led.headers["Location"])).text


async def test_a_press_on_nothing_is_answered_as_a_look_at_it(reader):
    assert (await reader.presses("/alice/nothing")).status == 404


async def test_its_page_says_until_when_it_waits(alice, reader):
    post = await alice.publishes(SECRET, TITLE, terms=replace(ONCE, lifetime=timedelta(days=1)))
    assert post.expires_at
    assert (
        f"Available until {post.expires_at:%-d %B %Y, %H:%M} UTC" in (await reader.get(f"/{post.url}")).words
    )


async def test_it_is_on_no_list(alice, letter, reader):
    assert letter.url not in (await reader.get("/alice")).text
    await alice.lets_be_read_once(letter, burn=False)
    assert letter.url in (await reader.get("/alice")).text


async def test_what_cannot_be_shown_is_not_lost(alice, letter, reader):
    """Rendering fails here, because the language is not a valid one."""
    await alice.house.damage("UPDATE posts.posts SET format = 'of the future'")
    assert (await reader.presses(f"/{letter.url}")).status == 500
    await alice.house.damage("UPDATE posts.posts SET format = 'plain'")
    assert (await reader.presses(f"/{letter.url}")).status == 200


async def test_an_unlisted_one_works_alike(alice, reader):
    post = await alice.publishes(SECRET, TITLE, terms=replace(ONCE, visibility=Visibility.UNLISTED))
    assert tells_nothing(await reader.get(f"/{post.url}"))
    assert SECRET in (await reader.presses(f"/{post.url}")).text
