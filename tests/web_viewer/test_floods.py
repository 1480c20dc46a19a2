"""Floods of requests for missing pastes, or with odd queries, cost little."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import text

from tests.outage import stopped
from tests.patience import PATIENCE
from tests.posts.cached_pages import cached_variants, until_cached
from tests.web_viewer.authors import House
from tests.web_viewer.viewers import Viewer
from tests.web_viewer.viewers import unhurried_postgres as unhurried_postgres

Viewers = tuple[Viewer, Viewer]


@pytest.fixture(autouse=True)
def _trusting(trusted_for_long: None) -> None:
    """Trust pages in memory, as in production."""


async def renderings_in(house: House) -> int:
    async with house.sessions() as session:
        return int(await session.scalar(text("SELECT count(*) FROM posts.renderings")) or 0)


async def until_rendered(house: House) -> None:
    """Wait until the page is stored, which happens after the response."""
    async with asyncio.timeout(PATIENCE):
        while not await renderings_in(house):
            pass


async def test_a_flood_of_unknown_addresses_fills_nothing_and_reaches_no_file(
    unhurried_postgres, alice, house, viewers, redis, tmp_path
):
    viewer, _ = viewers
    files = tmp_path / "files"
    files.rename(tmp_path / "elsewhere") if files.exists() else None
    files.touch()  # whoever reaches for what is in there fails
    paths = [
        f"/{who}/{number}{under}"
        for number in range(20)
        for who in ("alice", "nobody")
        for under in ("", "/raw", "?view=source", f"?x={number}", "/download")
    ]
    answers = await asyncio.gather(*(viewer.reader.get(path) for path in paths))
    assert Counter(answer.status for answer in answers) == {404: len(paths)}
    assert await redis.keys("posts:pages:*") == []
    assert await renderings_in(house) == 0
    assert not any(viewer.trusts(path) for path in paths)
    assert viewer.workers.rendered == 0


async def test_odd_queries_are_the_same_page(alice, house, viewers, redis):
    post, (viewer, _) = await alice.publishes("text", "note"), viewers
    await viewer.has_hot(f"/{post.url}")
    odd = [*(f"?x={number}" for number in range(50)), "?", "?part=1", "?utm_source=a&b=c", "?view"]
    answers = [await viewer.reader.get(f"/{post.url}{query}") for query in odd]
    usual = await viewer.reader.get(f"/{post.url}")
    assert {answer.body for answer in answers if answer.status == 200} == {usual.body}
    assert Counter(answer.status for answer in answers)[200] >= len(odd) - 1
    assert viewer.workers.rendered == 1
    await until_cached(redis)
    assert len(await cached_variants(redis)) == 1
    await until_rendered(house)
    assert await renderings_in(house) == 1
    assert not any(viewer.trusts(f"/{post.url}{query}") for query in odd)


async def test_odd_languages_and_cookies_are_the_same_two_pages(alice, house, viewers, redis):
    post, (viewer, _) = await alice.publishes("text", "note"), viewers
    for number in range(50):
        for language in ("ru", "en", f"x{number}"):
            await viewer.reader.get(f"/{post.url}", Accept_Language=f"{language}, de;q=0.{number}")
        await viewer.reader.get(f"/{post.url}", Cookie=f"language=x{number}; a={number}")
    assert viewer.workers.rendered == 2
    await until_cached(redis, 2)
    assert len(await cached_variants(redis)) == 2


async def test_pastes_to_be_read_once_are_not_cached(alice, house, viewers, redis):
    viewer, _ = viewers
    once = await alice.lets_be_read_once(await alice.publishes("secret", "once"))
    for path in (f"/{once.url}", f"/{once.url}/raw") * 2:
        assert "secret" not in (await viewer.reader.get(path)).text
    assert await cached_variants(redis) == set()
    assert await renderings_in(house) == 0
    assert not viewer.trusts(f"/{once.url}")


async def test_without_postgres_pages_in_memory_are_served_and_others_are_503_until_it_is_back(
    alice, viewers, postgres
):
    viewer, _ = viewers
    hot, cold = await alice.publishes("hot", "hot"), await alice.publishes("cold", "cold")
    await viewer.has_hot(f"/{hot.url}")
    async with stopped(postgres):
        assert (await viewer.reader.get(f"/{hot.url}")).listing == "hot"
        for path in (f"/{cold.url}", f"/{cold.url}/raw"):
            answer = await viewer.reader.get(path)
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
            assert "Temporarily unavailable" in answer.words
    for path in (f"/{cold.url}", f"/{cold.url}/raw", f"/{hot.url}"):
        assert (await viewer.reader.get(path)).status == 200
