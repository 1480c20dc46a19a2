"""Pastes that have expired, been deleted or been burned say so, from that moment on."""

from datetime import UTC, datetime, timedelta

import pytest

from posts.models import Post, Terms, Visibility
from tests.outage import stopped
from tests.web_viewer.authors import Author
from tests.web_viewer.reader import Answer
from tests.web_viewer.viewers import until, used_before_its_end

EVERYWHERE = ["", "/raw", "/download", "/history", "/history/1", "/history/1/raw"]
ONCE = Terms(burn_after_read=True)


async def over(alice: Author, post: Post) -> None:
    """Let the paste expire, and wait until it has."""
    end = await alice.ends_soon(post)
    await until(lambda: datetime.now(UTC) > end)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["This paste was deleted", "Its author deleted it", "If you need it, ask them"]),
        ("ru", ["Запись удалена", "Её удалил автор", "обратитесь к нему"]),
    ],
)
async def test_a_deleted_paste(alice, reader, language, words):
    post = await alice.publishes("text", "note")
    await alice.deletes(post)
    for what in EVERYWHERE:
        assert gone(await reader.get(f"/{post.url}{what}", Accept_Language=language), words), what


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["This paste has expired", "for a limited time", "ask them to publish it again"]),
        ("ru", ["Срок записи истёк", "опубликовал её на время", "попросите опубликовать её снова"]),
    ],
)
async def test_an_expired_paste(alice, reader, language, words):
    post = await alice.publishes("text", "note")
    await over(alice, post)
    for what in EVERYWHERE:
        assert gone(await reader.get(f"/{post.url}{what}", Accept_Language=language), words), what


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["This has already been read", "could be opened only once", "tell the author"]),
        ("ru", ["Этот текст уже прочитали", "открыть только один раз", "скажите автору"]),
    ],
)
async def test_a_burned_paste(alice, reader, language, words):
    post = await alice.publishes("text", "note", terms=ONCE)
    await reader.presses(f"/{post.url}")
    for what in EVERYWHERE:
        assert gone(await reader.get(f"/{post.url}{what}", Accept_Language=language), words), what


def gone(page: Answer, words: list[str]) -> bool:
    assert page.status == 410
    assert page.headers["Cache-Control"] == "no-cache"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in page.headers
    assert "text</span>" not in page.text
    return all(said in page.words for said in words)


async def test_the_same_is_shown_after_all_data_is_deleted(alice, reader):
    post = await alice.publishes("text", "note")
    await over(alice, post)
    async with alice.house.posts() as posts:
        assert await posts.deleting.purge(10) == 1
    assert "This paste has expired" in (await reader.get(f"/{post.url}")).words


async def test_a_page_in_the_cache_ends_with_its_paste(alice, reader):
    tag = ""

    async def publish(lifetime: timedelta) -> Post:
        return await alice.publishes("text", "note", terms=Terms(lifetime=lifetime))

    async def read(post: Post) -> None:
        nonlocal tag
        for language in ("ru", "en"):
            page = await reader.get(f"/{post.url}", Accept_Language=language)
            assert page.status == 200
        tag = page.headers["ETag"]

    post, end = await used_before_its_end(publish, read)
    while datetime.now(UTC) < end:
        page = await reader.get(f"/{post.url}", If_None_Match=tag)
        assert page.status == 304 or datetime.now(UTC) >= end
    for language in ("en", "ru"):
        assert (await reader.get(f"/{post.url}", Accept_Language=language)).status == 410
    assert (await reader.get(f"/{post.url}", If_None_Match=tag)).status == 410


async def test_without_redis_it_ends_all_the_same(alice, reader, redis_server):
    post = await alice.publishes("text", "note")
    once = await alice.publishes("secret", "letter", terms=ONCE)
    async with stopped(redis_server):
        await over(alice, post)
        assert (await reader.get(f"/{post.url}")).status == 410
        assert "secret" not in (await reader.get(f"/{once.url}")).text
        assert (await reader.presses(f"/{once.url}")).listing == "secret"
        assert (await reader.presses(f"/{once.url}")).status == 410


async def test_a_private_one_does_not_even_say_that_it_was(alice, reader):
    post = await alice.makes(await alice.publishes("text", "note"), Visibility.PRIVATE)
    await over(alice, post)
    assert (await reader.get(f"/{post.url}")).status == 404


async def test_one_that_came_back_is_read_again(alice, reader):
    post = await alice.publishes("text", "note")
    await alice.deletes(post)
    assert (await reader.get(f"/{post.url}")).status == 410
    async with alice.house.posts() as posts:
        await posts.deleting.undelete(alice.user, post.id)
    assert (await reader.get(f"/{post.url}")).listing == "text"
