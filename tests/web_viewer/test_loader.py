"""Who gets a page, and who makes it: one for a crowd, and never one from before a change."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from posts.errors import PostDeleted
from posts.models import PostUrl
from posts.pages.cache import FinishedPage, PageCache, PageName
from tests.web_viewer.authors import Author
from tests.web_viewer.loading import Reading
from tests.web_viewer.loading import note as note
from tests.web_viewer.loading import reading as reading
from tests.web_viewer.pages_made import page_of
from tests.web_viewer.viewers import until
from web_viewer.http.bodies import Coding


async def test_a_crowd_causes_one_making(reading: Reading) -> None:
    crowd = await reading.begins(500)
    reading.maker.may_end.set()
    assert set(await asyncio.gather(*crowd)) == {"page 1"}
    assert await reading.get() == "page 1"
    assert reading.maker.begun == 1


async def test_what_was_made_once_is_found_everywhere(reading: Reading, redis: Redis) -> None:
    await reading.get()
    await reading.nearby.finish()
    reading.tier.forget_all()
    assert await reading.get() == "page 1"
    await redis.flushall()
    reading.tier.forget_all()
    assert await reading.get() == "page 1"
    assert reading.maker.begun == 1


async def test_who_has_looked_in_vain_before_it_was_made_looks_again(reading: Reading) -> None:
    """In a crowd many come to it only when it is made; and the process may not have kept it."""
    looked = await reading.nearby.look(reading.address)
    assert looked.page is None
    await reading.get()
    await reading.nearby.finish()
    reading.tier.forget_all()
    page = await reading.loader.get(reading.address, reading.maker.build, looked)
    assert page.bodies.in_coding(Coding.IDENTITY) == b"page 1"
    assert reading.maker.begun == 1


async def test_what_was_looked_for_elsewhere_is_no_answer_here(reading: Reading) -> None:
    await reading.get()
    found = await reading.nearby.look(reading.address)
    assert found.page is not None
    other = replace(reading.address, language="ru")
    page = await reading.loader.get(other, reading.maker.build, found)
    assert page.bodies.in_coding(Coding.IDENTITY) == b"page 2"


async def test_who_comes_after_a_change_does_not_join_those_before(reading: Reading, alice: Author) -> None:
    before = await reading.begins(50)
    reading.maker.post = await alice.revises(reading.maker.post, "new text")
    after = await reading.begins(50)
    reading.maker.may_end.set()
    assert set(await asyncio.gather(*before)) == {"page 1"}
    assert set(await asyncio.gather(*after)) == {"page 2"}
    assert reading.maker.begun == 2


async def test_who_began_before_a_change_puts_the_old_page_back_nowhere(
    reading: Reading, redis: Redis, alice: Author
) -> None:
    """Neither where nobody has come since, nor where the new page is there by now."""
    for others in (0, 1):
        before = await reading.begins()
        last = reading.maker.begun
        reading.maker.post = await alice.revises(reading.maker.post, f"text {others}")
        waiting = reading.maker.may_end
        if others:
            reading.maker.may_end = asyncio.Event()
            reading.maker.may_end.set()
            assert await reading.get() == f"page {last + 1}"
        waiting.set()
        assert await before[0] == f"page {last}"
        await reading.nearby.finish()
        for _ in range(2):
            assert await reading.get() == f"page {last + 1}"
            reading.tier.forget_all()
        await redis.flushall()
        assert await reading.get() == f"page {last + 1}"
        reading.maker.post = await alice.revises(reading.maker.post, f"more {others}")


async def test_a_fault_reaches_all_of_the_crowd_and_nobody_later(reading: Reading) -> None:
    reading.maker.fault = PostDeleted(reading.maker.post.url)
    crowd = await reading.begins(100)
    reading.maker.may_end.set()
    heard = await asyncio.gather(*crowd, return_exceptions=True)
    assert {type(one) for one in heard} == {PostDeleted}
    assert reading.maker.begun == 1
    reading.maker.fault = None
    assert await reading.get() == "page 2"


async def test_who_leaves_takes_nothing_from_the_others(reading: Reading) -> None:
    first, second, third = await reading.begins(3)
    for leaving in (first, third):
        leaving.cancel()
    await asyncio.gather(first, third, return_exceptions=True)
    reading.maker.may_end.set()
    assert await second == "page 1"
    assert reading.maker.begun == 1


async def test_where_all_have_left_the_page_is_there_for_the_next(reading: Reading) -> None:
    (only,) = await reading.begins()
    only.cancel()
    await asyncio.gather(only, return_exceptions=True)
    reading.maker.may_end.set()
    assert await reading.get() == "page 1"


async def test_nobody_gets_what_has_expired_while_it_was_made(reading: Reading) -> None:
    end = reading.maker.until = datetime.now(UTC) + timedelta(seconds=0.2)
    crowd = await reading.begins(3)
    await until(lambda: datetime.now(UTC) > end)
    reading.maker.until = None
    reading.maker.may_end.set()
    assert "page 1" not in await asyncio.gather(*crowd)


async def test_what_has_expired_in_redis_is_made_anew(reading: Reading, redis: Redis) -> None:
    """Clocks differ, and a paste may be over here before it is there."""
    over = page_of("page 0", datetime.now(UTC) - timedelta(seconds=1))
    await PageCache(redis).keep(FinishedPage(reading.address.name, over.packed(), b""))
    assert await reading.get() == "page 1"


@pytest.mark.parametrize("page", [b"", b"nonsense", b"{}\n", b'{"gzip": 1}\nx', b"\xff\n"])
async def test_what_nobody_can_read_is_made_anew(reading: Reading, redis: Redis, page: bytes) -> None:
    await PageCache(redis).keep(FinishedPage(reading.address.name, page, b""))
    assert await reading.get() == "page 1"


async def test_another_builds_pages_in_redis_are_not_found(redis: Redis) -> None:
    """They name scripts and styles that this one does not have."""
    name = PageName(PostUrl("alice/note"), "en")
    await PageCache(redis, "another build").keep(FinishedPage(name, b"theirs", b""))
    assert (await PageCache(redis, "this build").find([name]))[0].page is None
