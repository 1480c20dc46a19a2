"""The history of a paste: its versions, and how many lines changed."""

import re

import pytest

from posts.models import Terms, Visibility
from tests.outage import stopped
from tests.web_viewer.reader import Answer
from tests.web_viewer.versions import SECOND


def listed(page: Answer) -> list[str]:
    return re.findall(r'<li>\s*<a href="([^"]+)">', page.text)


async def test_the_list_has_every_version_newest_first(program, reader):
    page = await reader.get(f"/{program.url}/history")
    assert page.status == 200
    assert listed(page) == [f"/{program.url}/history/{number}" for number in (3, 2, 1)]
    size = f"{len(SECOND)} bytes"
    assert re.search(
        rf"Version 3 Current .* Version 2 .* UTC {size} lines: \+1 −1 Version 1 First", page.words
    )
    assert "lines: +4 −0" in page.words
    assert f"{program.created_at:%-d %B %Y}" in page.words


async def test_the_list_in_russian(program, reader):
    page = await reader.get(f"/{program.url}/history", Accept_Language="ru")
    assert "История Версия 3 Текущая" in page.words
    assert "строки: +1 −1 Версия 1 Первая" in page.words


async def test_a_paste_that_was_never_changed_has_a_history_of_one(alice, reader):
    post = await alice.publishes("text", "note")
    assert listed(await reader.get(f"/{post.url}/history")) == [f"/{post.url}/history/1"]
    assert "/history" not in (await reader.get(f"/{post.url}")).text


async def test_a_changed_paste_leads_to_its_history_and_says_when(program, reader):
    page = await reader.get(f"/{program.url}")
    assert f'href="/{program.url}/history"' in page.text
    assert f"edited {program.updated_at:%-d %B %Y, %H:%M} UTC" in page.words
    assert "изменено" in (await reader.get(f"/{program.url}", Accept_Language="ru")).words


async def test_a_new_name_is_no_new_text(alice, reader):
    post = await alice.renames(await alice.publishes("text", "note"), "letter")
    assert "edited" not in (await reader.get(f"/{post.url}")).words


async def test_the_last_hundred_versions_are_listed_on_several_pages(alice, reader):
    post = await alice.publishes("text 1", "note")
    post = await alice.revises(post, *(f"text {number}" for number in range(2, 103)))
    base = f"/{post.url}/history"
    pages = [await reader.get(f"{base}?page={number}") for number in range(1, 5)]
    assert [url for page in pages for url in listed(page)] == [f"{base}/{n}" for n in range(102, 2, -1)]
    assert [page.words.count("lines: +1 −1") for page in pages] == [25, 25, 25, 24]
    assert f'rel="next" href="{base}?page=2"' in pages[0].text
    assert f'rel="prev" href="{base}"' in pages[1].text
    assert f'rel="prev" href="{base}?page=2"' in pages[2].text
    assert 'rel="next"' not in pages[3].text
    for number in ("5", "0", "x", "9" * 30):
        assert (await reader.get(f"{base}?page={number}")).status == 404
    assert (await reader.get(f"{base}/2")).status == 404
    assert (await reader.get(f"{base}/3")).listing == "text 3"
    assert "<del>text <mark>3</mark></del>" in (await reader.get(f"{base}/4")).text


@pytest.mark.parametrize("visibility", list(Visibility))
async def test_no_page_of_it_is_found_by_searching(alice, program, reader, visibility):
    post = await alice.makes(program, visibility)
    for what in ("", "/2", "/2?view=text"):
        page = await reader.get(f"/{post.url}/history{what}")
        assert page.status == (404 if visibility is Visibility.PRIVATE else 200)
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in page.text


async def test_a_history_that_was_cleared_is_the_present_version_alone(alice, program, reader):
    await alice.clears_history(program)
    page = await reader.get(f"/{program.url}/history")
    assert listed(page) == [f"/{program.url}/history/3"]
    assert "lines:" not in page.words


async def test_changes_of_long_texts_are_not_counted(alice, reader):
    post = await alice.revises(await alice.publishes("x" * 200_001, "big"), "x" * 200_002)
    page = await reader.get(f"/{post.url}/history")
    assert "195.3 kB" in page.words
    assert "lines:" not in page.words


async def test_it_is_not_in_the_cache_and_always_up_to_date(alice, program, reader, redis):
    before = await reader.get(f"/{program.url}/history")
    again = await reader.get(f"/{program.url}/history", If_None_Match=before.headers["ETag"])
    assert again.status == 304
    await reader.get(f"/{program.url}/history/2")
    assert not any([await redis.get(key) for key in await redis.keys("posts:page:*")])
    await alice.revises(program, "another text")
    after = await reader.get(f"/{program.url}/history", If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert "Version 4" in after.words


async def test_it_is_there_without_redis(program, reader, redis_server):
    async with stopped(redis_server):
        for what in ("", "/1", "/2", "/3/raw"):
            assert (await reader.get(f"/{program.url}/history{what}")).status == 200


async def test_head_is_answered_as_get_without_the_page(program, reader):
    for what in ("", "/1", "/2", "/3/raw"):
        path = f"/{program.url}/history{what}"
        whole, head = await reader.get(path), await reader.asks("HEAD", path)
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == str(len(whole.body))


async def test_one_to_be_read_once_has_none(alice, reader):
    post = await alice.publishes("secret", "letter", terms=Terms(burn_after_read=True))
    post = await alice.revises(post, "secret too")
    for what in ("", "/1", "/2", "/1/raw"):
        assert (await reader.get(f"/{post.url}/history{what}")).status == 303
