"""A long paste opens quickly and completely: in parts, and at first without highlighting."""

import re

import pytest
from playwright.async_api import Browser, expect

from posts.models import Visibility
from tests.web_viewer.authors import Author
from tests.web_viewer.reader import Answer, Reader
from tests.web_viewer.tabs import tab

LINE = "яблоко " * 10 + "\n"
LONG = LINE * 30_000
CODE = "x = 1 + 2 + 3 + 4 + 5\n" * 12_000


def links(page: Answer) -> dict[str, str]:
    return dict(re.findall(r'<a rel="(prev|next)" href="([^"]+)"', page.text))


async def test_a_text_too_long_for_colours_is_plain_and_says_so(alice: Author, reader: Reader) -> None:
    post = await alice.publishes(CODE, "long.py")
    page = await reader.get(f"/{post.url}")
    assert page.listing == CODE
    assert "Too long to highlight" in page.words
    assert '<span class="n">' not in page.text


async def test_it_gets_its_colours_when_they_are_asked_for(alice: Author, reader: Reader) -> None:
    post = await alice.publishes(CODE, "long.py")
    plain = await reader.get(f"/{post.url}")
    [address] = re.findall(r'href="([^"]+)">Highlight anyway', plain.text)
    page = await reader.get(address)
    assert page.listing == CODE
    assert '<span class="n">1</span>' in page.text
    assert "Too long to highlight" not in page.words


async def test_all_parts_together_are_the_text(alice: Author, reader: Reader) -> None:
    post = await alice.publishes(LONG, "huge")
    page, found = await reader.get(f"/{post.url}"), ""
    while True:
        found += page.listing
        if not (following := links(page).get("next")):
            break
        page = await reader.get(following)
    assert found == LONG
    assert "Part 3 of 3" in page.words
    assert "30,000 lines" in page.words
    assert links(page) == {"prev": f"/{post.url}?part=2"}


async def test_the_first_part_has_the_address_of_the_paste(alice: Author, reader: Reader) -> None:
    post = await alice.publishes(LONG, "huge")
    second = await reader.get(f"/{post.url}?part=2")
    assert links(second) == {"prev": f"/{post.url}", "next": f"/{post.url}?part=3"}
    assert (await reader.get(f"/{post.url}?part=1")).body == (await reader.get(f"/{post.url}")).body
    assert "noindex" in second.text


async def test_numbers_go_on_in_the_next_part(alice: Author, reader: Reader) -> None:
    post = await alice.publishes("a\n" * 20_003, "many")
    page = await reader.get(f"/{post.url}?part=2")
    assert re.findall(r'id="L(\d+)"><a href="#L(\d+)" data-n="(\d+)"', page.text) == [
        (str(number),) * 3 for number in (20_001, 20_002, 20_003)
    ]
    assert 'data-starts="1 20001"' in page.text


async def test_what_is_no_part_is_not_found(alice: Author, reader: Reader) -> None:
    short, long = await alice.publishes("short", "short"), await alice.publishes(LONG, "huge")
    for path in (f"/{short.url}?part=2", f"/{short.url}?part=0", f"/{long.url}?part=99999"):
        assert (await reader.get(path)).status == 404
    for bad in ("x", "-1", "1.5", "%D9%A3", "1" * 30):
        assert (await reader.get(f"/{long.url}?part={bad}")).status == 404


async def test_parts_of_a_private_paste_keep_its_key(alice: Author, reader: Reader) -> None:
    post = await alice.makes(await alice.publishes(LONG, "huge"), Visibility.PRIVATE)
    page = await reader.get(f"/{post.url}?key={alice.key_to(post)}")
    second = await reader.get(links(page)["next"].replace("&amp;", "&"))
    assert second.status == 200
    assert "Part 2 of 3" in second.words


async def test_parts_are_named_in_russian_for_a_russian_reader(alice: Author, reader: Reader) -> None:
    post = await alice.publishes(LONG, "huge")
    page = await reader.get(f"/{post.url}?part=2", Accept_Language="ru")
    assert "Часть 2 из 3" in page.words
    assert "Следующая →" in page.words


@pytest.mark.parametrize(("anchor", "part"), [("L20002", "2"), ("L20001-L20003", "2"), ("L40001", "3")])
async def test_a_line_of_another_part_is_found(
    alice: Author, port: int, browser: Browser, anchor: str, part: str
) -> None:
    post = await alice.publishes("a\n" * 40_010, "many")
    async with tab(browser) as page:
        await page.goto(f"http://127.0.0.1:{port}/{post.url}#{anchor}", wait_until="commit")
        await page.wait_for_url(f"**/{post.url}?part={part}#{anchor}")
        await expect(page.locator(f"#{anchor.partition('-')[0]}")).to_have_class("marked")
        await page.evaluate("location.hash = '#L5'")
        await page.wait_for_url(f"**/{post.url}?part=1#L5")


async def test_a_line_that_is_nowhere_changes_nothing(alice: Author, port: int, browser: Browser) -> None:
    post = await alice.publishes("a\n" * 20_010, "many")
    async with tab(browser) as page:
        await page.goto(f"http://127.0.0.1:{port}/{post.url}?part=2#L99999")
        await expect(page.locator("#L20010")).to_be_attached()
        assert page.url.endswith("?part=2#L99999")
