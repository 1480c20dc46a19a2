"""A long paste opens quickly and completely: in parts, and at first without highlighting."""

import re

from playwright.async_api import expect

from posts.models import Visibility
from tests.web_viewer.reader import Answer
from tests.web_viewer.tabs import tab

MANY = "a\n" * 40_003  # lines, of which a part has 20,000
CODE = "x = 1 + 2 + 3 + 4 + 5\n" * 12_000


def links(page: Answer) -> dict[str, str]:
    return dict(re.findall(r'<a rel="(prev|next)" href="([^"]+)"', page.text))


async def test_long_code_is_highlighted_on_request(alice, reader):
    post = await alice.publishes(CODE, "long.py")
    plain = await reader.get(f"/{post.url}")
    assert plain.listing == CODE
    assert "Too long to highlight" in plain.words
    assert '<span class="n">' not in plain.text
    [address] = re.findall(r'href="([^"]+)">Highlight anyway', plain.text)
    page = await reader.get(address)
    assert page.listing == CODE
    assert '<span class="n">1</span>' in page.text
    assert "Too long to highlight" not in page.words


async def test_the_parts_of_a_long_text_are_linked_and_numbered(alice, reader):
    post, short = await alice.publishes(MANY, "many"), await alice.publishes("short", "short")
    first = await reader.get(f"/{post.url}")
    second = await reader.get(links(first)["next"])
    third = await reader.get(links(second)["next"], Accept_Language="ru")
    assert first.listing + second.listing + third.listing == MANY
    assert "40,003 lines" in first.words
    assert links(second) == {"prev": f"/{post.url}", "next": f"/{post.url}?part=3"}
    assert links(third) == {"prev": f"/{post.url}?part=2"}
    assert "Part 2 of 3" in second.words
    assert "noindex" in second.text
    assert re.findall(r'id="L(\d+)"><a href="#L(\d+)" data-n="(\d+)"', third.text) == [
        (str(number),) * 3 for number in (40_001, 40_002, 40_003)
    ]
    assert 'data-starts="1 20001 40001"' in third.text
    assert "Часть 3 из 3" in third.words
    assert "← Предыдущая" in third.words
    assert (await reader.get(f"/{post.url}?part=1")).body == first.body
    for path in (f"/{short.url}?part=2", f"/{short.url}?part=0", f"/{post.url}?part=99999"):
        assert (await reader.get(path)).status == 404
    for bad in ("x", "-1", "1.5", "%D9%A3", "1" * 30):
        assert (await reader.get(f"/{post.url}?part={bad}")).status == 404, bad


async def test_parts_of_a_private_paste_keep_its_key(alice, reader):
    post = await alice.makes(await alice.publishes(MANY, "many"), Visibility.PRIVATE)
    page = await reader.get(f"/{post.url}?part=2&key={alice.key_to(post)}")
    last = await reader.get(links(page)["next"].replace("&amp;", "&"))
    assert last.status == 200
    assert "Part 3 of 3" in last.words


async def test_a_link_to_a_line_opens_its_part(alice, reader, browser):
    post = await alice.publishes(MANY, "many")
    async with tab(browser, reader.base) as page:
        await page.goto(f"/{post.url}#L20001-L20003", wait_until="commit")
        await page.wait_for_url(f"**/{post.url}?part=2#L20001-L20003")
        await expect(page.locator("#L20001")).to_have_class("marked")
        await page.evaluate("location.hash = '#L40001'")
        await page.wait_for_url(f"**/{post.url}?part=3#L40001")
        await expect(page.locator("#L40001")).to_have_class("marked")
        await page.evaluate("location.hash = '#L99999'")
        await expect(page.locator(".marked")).to_have_count(0)
        assert page.url.endswith("?part=3#L99999")
        await page.evaluate("location.hash = '#L5'")
        await page.wait_for_url(f"**/{post.url}?part=1#L5")
