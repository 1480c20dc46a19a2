"""A paste in print."""

import pytest
from playwright.async_api import Page, expect

from posts.models import Visibility
from tests.web_viewer.tabs import tab

_COLOURS = """[...document.querySelectorAll(".listing, .listing *")]
    .map((one) => getComputedStyle(one)).map((style) => [style.color, style.backgroundColor])"""


async def on_paper(page: Page, address: str) -> None:
    """Emulate print, with the width of A4 between its margins in CSS pixels."""
    await page.set_viewport_size({"width": 718, "height": 1000})
    await page.goto(address)
    await page.emulate_media(media="print")


@pytest.mark.parametrize("dark", [False, True])
async def test_it_is_black_on_white_whatever_the_theme(alice, reader, browser, dark):
    post = await alice.publishes("import os  # it\nprint('x')\n", "x.py")
    async with tab(browser, dark=dark) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await page.evaluate(f"localStorage.setItem('theme', '{'dark' if dark else 'auto'}')")
        await on_paper(page, f"{reader.base}/{post.url}")
        seen = {tuple(pair) for pair in await page.evaluate(_COLOURS)}
        assert {background for _, background in seen} <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
        assert {text for text, _ in seen} == {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
        await expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


async def test_it_has_its_numbers_and_address_and_no_controls(alice, reader, browser):
    post = await alice.publishes("import os\nprint('x')\n", "x.py")
    async with tab(browser) as page:
        await on_paper(page, f"{reader.base}/{post.url}")
        await expect(page.locator("#L2 > a")).to_be_visible()
        await expect(page.locator(".address")).to_be_visible()
        await expect(page.locator(".address")).to_have_text(
            f"{reader.base.removeprefix('http://')}/{post.url}"
        )
        for what in (".controls", ".top", ".bottom", "dialog", ".notice", ".skip"):
            await expect(page.locator(what)).to_be_hidden()


async def test_the_key_of_a_private_paste_is_not_printed(alice, reader, browser):
    post = await alice.makes(await alice.publishes("x", "diary"), Visibility.PRIVATE)
    async with tab(browser) as page:
        await on_paper(page, f"{reader.base}/{post.url}?key={alice.key_to(post)}")
        await expect(page.locator(".address")).to_have_text(
            f"{reader.base.removeprefix('http://')}/{post.url}"
        )


async def test_its_long_lines_are_whole(alice, reader, browser):
    post = await alice.publishes("x = '" + "long " * 100 + "'\ny" + "z" * 500 + "\n", "x.py")
    async with tab(browser) as page:
        await on_paper(page, f"{reader.base}/{post.url}")
        listing = page.locator(".listing")
        assert await listing.evaluate("(pre) => pre.scrollWidth <= pre.clientWidth")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        numbers = await page.locator("#L2 > a").bounding_box()
        text = await page.locator("#L2").bounding_box()
        assert numbers
        assert text
        assert numbers["x"] >= 0
        assert text["height"] > 2 * numbers["height"]
