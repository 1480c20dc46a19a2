"""Pastes that have expired, been deleted or been burned say so, from that moment on."""

from datetime import UTC, datetime, timedelta

from posts.models import Post, Terms, Visibility
from tests.outage import stopped
from tests.web_viewer.authors import Author
from tests.web_viewer.viewers import until, used_before_its_end

ONCE = Terms(burn_after_read=True)


async def expire(alice: Author, post: Post) -> None:
    """Let the paste expire, and wait until it has."""
    end = await alice.ends_soon(post)
    await until(lambda: datetime.now(UTC) > end)


async def test_a_paste_that_has_ended_says_how(alice, reader):
    deleted, expired = await alice.publishes("text", "deleted"), await alice.publishes("text", "expired")
    burned = await alice.publishes("text", "burned", terms=ONCE)
    await alice.deletes(deleted)
    await reader.presses(f"/{burned.url}")
    await expire(alice, expired)
    for post, language, words in (
        (deleted, "en", ["This paste was deleted", "Its author deleted it", "If you need it, ask them"]),
        (deleted, "ru", ["Запись удалена", "Её удалил автор", "обратитесь к нему"]),
        (expired, "en", ["This paste has expired", "for a limited time", "ask them to publish it again"]),
        (expired, "ru", ["Срок записи истёк", "опубликовал её на время", "попросите опубликовать её снова"]),
        (burned, "en", ["This has already been read", "could be opened only once", "tell the author"]),
        (burned, "ru", ["Этот текст уже прочитали", "открыть только один раз", "скажите автору"]),
    ):
        for what in ("", "/raw", "/download", "/history", "/history/1", "/history/1/raw", "/preview.png"):
            page = await reader.get(f"/{post.url}{what}", Accept_Language=language)
            assert page.status == 410, what
            assert page.headers["Cache-Control"] == "no-cache"
            assert page.headers["X-Robots-Tag"] == "noindex"
            assert "ETag" not in page.headers
            assert "text</span>" not in page.text
            assert all(text in page.words for text in words), (post.title, what)
    async with alice.house.posts() as posts:
        assert await posts.deleting.purge(10) >= 1
        await posts.deleting.undelete(alice.user, deleted.id)
    assert "This paste has expired" in (await reader.get(f"/{expired.url}")).words
    assert (await reader.get(f"/{deleted.url}")).listing == "text"


async def test_a_private_paste_that_has_expired_looks_like_none(alice, reader):
    post = await alice.makes(await alice.publishes("text", "note"), Visibility.PRIVATE)
    await expire(alice, post)
    assert (await reader.get(f"/{post.url}")).status == 404


async def test_a_page_in_the_cache_ends_with_its_paste(alice, reader):
    tag = ""

    async def publish(lifetime: timedelta) -> Post:
        post: Post = await alice.publishes("text", "note", terms=Terms(lifetime=lifetime))
        return post

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


async def test_without_redis_pastes_end_at_the_same_moment(alice, reader, redis_server):
    post = await alice.publishes("text", "note")
    once = await alice.publishes("secret", "letter", terms=ONCE)
    async with stopped(redis_server):
        await expire(alice, post)
        assert (await reader.get(f"/{post.url}")).status == 410
        assert "secret" not in (await reader.get(f"/{once.url}")).text
        assert (await reader.presses(f"/{once.url}")).listing == "secret"
        assert (await reader.presses(f"/{once.url}")).status == 410
