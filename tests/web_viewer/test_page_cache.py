"""The page cache: one rendering for a crowd, found in every tier, and never of another version."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kernel.redis import connect_redis
from posts.errors import PostDeleted
from tests.outage import stopped
from tests.web_viewer.loading import elsewhere as elsewhere
from tests.web_viewer.loading import note as note
from tests.web_viewer.loading import reading as reading
from tests.web_viewer.viewers import until


async def test_a_crowd_causes_one_rendering(reading):
    crowd = await reading.begins(500)
    reading.renderer.may_end.set()
    assert set(await asyncio.gather(*crowd)) == {"page 1"}
    assert await reading.get() == "page 1"
    assert reading.renderer.begun == 1


@pytest.mark.parametrize("place", ["memory", "Redis", "Postgres"])
async def test_a_page_is_rendered_once_for_all(reading, elsewhere, redis, place):
    await reading.get()
    await reading.cache.finish()
    if place == "Postgres":
        await redis.flushall()
    asked = reading if place == "memory" else elsewhere
    for _ in range(2):
        assert await asked.get() == "page 1"
    assert reading.renderer.begun == 1
    await asked.cache.finish()
    assert len(await redis.keys("posts:pages:*")) == 1  # also what was found in Postgres


async def test_a_lookup_from_before_the_rendering_does_not_cause_another(reading):
    """In a crowd, many requests continue only after the rendering has ended."""
    lookup = await reading.cache.find(reading.address)
    assert lookup.page is None
    await reading.get()
    assert await reading.get(lookup) == "page 1"
    assert reading.renderer.begun == 1


async def test_a_lookup_of_another_address_is_no_answer(reading):
    await reading.get()
    found = await reading.cache.find(reading.address)
    assert found.page is not None
    reading.address = replace(reading.address, language="ru")
    assert await reading.get(found) == "page 2"


async def test_a_reader_after_a_change_does_not_join_those_before(reading, alice):
    before = await reading.begins(50)
    reading.renderer.post = await alice.revises(reading.renderer.post, "new text")
    after = await reading.begins(50)
    reading.renderer.may_end.set()
    assert set(await asyncio.gather(*before)) == {"page 1"}
    assert set(await asyncio.gather(*after)) == {"page 2"}
    assert reading.renderer.begun == 2


@pytest.mark.parametrize("others", [0, 1])
async def test_a_rendering_that_ends_after_a_change_is_shown_to_nobody_later(
    reading, elsewhere, redis, alice, others
):
    """The old page is not shown, whether or not the new one has been rendered."""
    before = await reading.begins()
    reading.renderer.post = await alice.revises(reading.renderer.post, "new text")
    waiting, reading.renderer.may_end = reading.renderer.may_end, asyncio.Event()
    reading.renderer.may_end.set()
    if others:
        assert await reading.get() == "page 2"
    waiting.set()
    assert await before[0] == "page 1"
    await reading.cache.finish()
    for _ in range(2):
        for asked in (reading, elsewhere):
            assert await asked.get() == "page 2"
            await asked.cache.finish()
        await redis.flushall()


async def test_an_old_page_in_redis_is_not_shown(reading, elsewhere, redis, alice):
    """Redis was unreachable when the paste changed, or a slow process has stored the old page again."""
    await reading.get()
    await reading.cache.finish()
    (key,) = await redis.keys("posts:pages:*")
    old = await redis.get(key)
    reading.renderer.post = await alice.revises(reading.renderer.post, "new text")
    assert old is not None
    await redis.set(key, old)
    for asked in (elsewhere, reading):
        assert await asked.get() == "page 2"
        await asked.cache.finish()


async def test_an_error_reaches_the_whole_crowd_and_no_later_reader(reading):
    reading.renderer.error = PostDeleted(reading.renderer.post.url)
    crowd = await reading.begins(100)
    reading.renderer.may_end.set()
    raised = await asyncio.gather(*crowd, return_exceptions=True)
    assert {type(one) for one in raised} == {PostDeleted}
    assert reading.renderer.begun == 1
    reading.renderer.error = None
    assert await reading.get() == "page 2"


async def test_readers_who_leave_do_not_cancel_the_rendering(reading):
    first, second, third = await reading.begins(3)
    for leaving in (first, third):
        leaving.cancel()
    await asyncio.gather(first, third, return_exceptions=True)
    reading.renderer.may_end.set()
    assert await second == "page 1"
    reading.address = replace(reading.address, language="ru")
    (only,) = await reading.begins()
    only.cancel()
    await asyncio.gather(only, return_exceptions=True)
    reading.renderer.may_end.set()
    assert await reading.get() == "page 2"


async def test_a_page_that_expires_while_it_is_rendered_is_shown_to_nobody(reading):
    end = reading.renderer.expires_at = datetime.now(UTC) + timedelta(seconds=0.2)
    crowd = await reading.begins(3)
    await until(lambda: datetime.now(UTC) > end)
    reading.renderer.expires_at = None
    reading.renderer.may_end.set()
    assert "page 1" not in await asyncio.gather(*crowd)


async def test_without_postgres_pages_come_from_redis_until_a_change_deletes_them_there(
    reading, elsewhere, redis, postgres
):
    await reading.get()
    await reading.cache.finish()
    async with stopped(postgres):
        for asked in (reading, elsewhere, reading):
            assert await asked.get() == "page 1"
        await redis.flushall()
        assert (await reading.cache.find(reading.address)).page is None


async def test_without_redis_pages_come_from_postgres(reading, elsewhere):
    nowhere = connect_redis("redis://127.0.0.1:1/0")
    for asked in (reading, elsewhere):
        asked.cache._shared._redis = nowhere
    await reading.get()
    await reading.cache.finish()
    assert await elsewhere.get() == "page 1"
    await nowhere.aclose()
