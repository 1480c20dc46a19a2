"""Pages in Redis, for all processes of the viewer."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from kernel.redis import connect_redis
from posts.models import PostUrl
from posts.pastes.page_keys import VARIANTS, page_key
from posts.pastes.renderings import PageName
from tests.web_viewer.pages_made import page_of
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.shared import MAX_PAGE_BYTES, SharedPages

NAME = PageName(PostUrl("alice/note"), "en")


@pytest.fixture
def shared(redis: Redis) -> SharedPages:
    return SharedPages(redis, "this build")


async def found(shared: SharedPages, name: PageName = NAME) -> Page | None:
    return (await shared.find([name]))[0]


async def test_a_page_is_found_as_it_was_stored(shared):
    page = page_of("<p>Привет", datetime.now(UTC) + timedelta(hours=1))
    assert await found(shared) is None
    await shared.store([(NAME, page)])
    assert await found(shared) == page


async def test_pages_are_found_in_the_order_of_their_names(shared):
    names = [PageName(PostUrl(f"alice/{number}"), "en") for number in range(5)]
    pages = [page_of(name.url) for name in names]
    await shared.store(list(zip(names, pages, strict=True))[::2])
    assert await shared.find(names) == [pages[0], None, pages[2], None, pages[4]]
    assert await shared.find([]) == []


async def test_each_variant_has_a_page_of_its_own(shared):
    names = [PageName(NAME.url, variant) for variant in sorted(VARIANTS)]
    await shared.store([(name, page_of(name.variant)) for name in names])
    assert await shared.find(names) == [page_of(name.variant) for name in names]


async def test_a_page_is_stored_for_ten_minutes_or_until_its_paste_expires(shared, redis):
    for lives, stored_for in ((None, 600), (300, 300), (9_000, 600)):
        end = datetime.now(UTC) + timedelta(seconds=lives) if lives else None
        await shared.store([(NAME, page_of("text", end))])
        assert (stored_for - 30) * 1000 < await redis.pttl(page_key(NAME)) <= stored_for * 1000


async def test_large_expired_and_unknown_pages_are_not_stored(shared, redis):
    large = page_of("text")
    large.headers["X-Large"] = "x" * MAX_PAGE_BYTES
    for ago in (0, 0.001, 5, 5_000):
        await shared.store([(NAME, page_of("text", datetime.now(UTC) - timedelta(seconds=ago)))])
    # A change could not delete the second, whose name it does not know.
    await shared.store([(NAME, large), (PageName(NAME.url, "en?part=2"), page_of("text"))])
    assert await redis.keys("*") == []


async def test_another_builds_pages_are_not_found(shared, redis):
    """They link to scripts and styles that this build does not have."""
    await SharedPages(redis, "another build").store([(NAME, page_of("theirs"))])
    assert await found(shared) is None


async def test_a_page_that_cannot_be_read_is_not_found(shared, redis):
    for packed in (b"", b"nonsense", b"{}\n", b'{"gzip": 1}\nx', b"\xff\n"):
        for value in (packed, b"this build\n" + packed):
            await redis.set(page_key(NAME), value)
            assert await found(shared) is None


async def test_without_redis_nothing_is_found_and_nothing_fails():
    nowhere = connect_redis("redis://127.0.0.1:1/0")
    shared = SharedPages(nowhere, "this build")
    await shared.store([(NAME, page_of("text"))])
    assert await shared.find([NAME, NAME]) == [None, None]
    await nowhere.aclose()
