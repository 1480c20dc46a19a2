"""Pastes that can be read once, in a real browser."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from posts.models import Post, Terms, Visibility
from tests.browser import complaints_of
from tests.web_viewer.authors import Author
from tests.web_viewer.tabs import tab

BODY = "correct horse\n\tbattery staple\n"


@pytest.fixture
async def letter(alice: Author) -> Post:
    return await alice.publishes(BODY, "letter", terms=Terms(burn_after_read=True))


@pytest.mark.parametrize("script", [True, False])
async def test_a_press_opens_it_and_it_is_gone(letter, reader, browser, script):
    async with tab(browser, script=script) as page:
        complaints = complaints_of(page)
        await page.goto(f"{reader.base}/{letter.url}")
        await page.reload()
        await expect(page.get_by_role("heading", level=1)).to_have_text("You can open this only once")
        await page.get_by_role("button", name="Open now").click()
        await expect(page.locator(".listing")).to_contain_text("battery staple")
        await expect(page.get_by_text("This text has been deleted")).to_be_visible()
        assert page.url == f"{reader.base}/{letter.url}"
        assert complaints == []
        await page.goto(f"{reader.base}/{letter.url}")
        await expect(page.get_by_role("heading", level=1)).to_have_text("This has already been read")


async def test_what_was_opened_can_be_copied(letter, reader, browser):
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/{letter.url}")
        await page.get_by_role("button", name="Open now").click()
        await page.get_by_role("button", name="Copy").click()
        await expect(page.get_by_role("status")).to_have_text("Copied")
        assert await page.evaluate("navigator.clipboard.readText()") == BODY


async def test_going_back_shows_nothing_that_could_be_pressed_again(letter, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/alice")
        await page.goto(f"{reader.base}/{letter.url}")
        await page.get_by_role("button", name="Open now").click()
        await expect(page.locator(".listing")).to_contain_text("battery staple")
        await page.go_back()
        await page.reload()
        await expect(page.locator("main").get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
async def test_it_can_be_had_as_a_file(letter, reader, browser, script):
    async with tab(browser, script=script) as page:
        await page.goto(f"{reader.base}/{letter.url}")
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Download as a file").click()
        file = await download.value
        assert file.suggested_filename == "letter.txt"
        assert await asyncio.to_thread(Path(await file.path()).read_text) == BODY
        assert (await reader.get(f"/{letter.url}")).status == 410


async def test_after_the_download_its_page_says_so_and_takes_no_press(letter, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{letter.url}")
        async with page.expect_download():
            await page.get_by_role("button", name="Download as a file").click()
        await expect(page.locator("form").get_by_role("status")).to_have_text(
            "Downloading. It can’t be opened here again."
        )
        await expect(page.get_by_role("button", name="Open now")).to_be_disabled()


async def test_a_hasty_second_press_loses_nothing(letter, reader, browser):
    async with tab(browser) as page:
        first, pressed_again = asyncio.Event(), asyncio.Event()
        presses: list[Route] = []

        async def slow(route: Route) -> None:
            if route.request.method == "POST":
                presses.append(route)
                first.set()
                await pressed_again.wait()
            await route.continue_()

        await page.goto(f"{reader.base}/{letter.url}")
        await page.route(f"{reader.base}/**", slow)
        place = await page.get_by_role("button", name="Open now").bounding_box()
        assert place
        await page.mouse.click(place["x"] + 9, place["y"] + 9)
        await first.wait()
        await page.mouse.click(place["x"] + 9, place["y"] + 9)
        pressed_again.set()
        await expect(page.locator(".listing")).to_contain_text("battery staple")
        assert len(presses) == 1


_TRAP = """
<form method="post" action="{target}"></form>
<script>document.querySelector("form").submit()</script>
"""


async def test_a_page_of_another_site_cannot_press(letter, reader, browser):
    async with tab(browser) as page:
        target = f"{reader.base}/{letter.url}"
        await page.route(
            "http://evil.example/",
            lambda route: route.fulfill(body=_TRAP.format(target=target), content_type="text/html"),
        )
        await page.goto("http://evil.example/", wait_until="commit")
        await page.wait_for_url(target)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Another site tried to open this")
    assert (await reader.presses(f"/{letter.url}")).listing == BODY


async def test_a_private_one_is_opened_with_its_key(alice, reader, browser):
    terms = Terms(visibility=Visibility.PRIVATE, burn_after_read=True)
    post = await alice.publishes(BODY, "letter", terms=terms)
    async with tab(browser, script=False) as page:
        await page.goto(f"{reader.base}/{post.url}?key={alice.key_to(post)}")
        await page.get_by_role("button", name="Open now").click()
        await expect(page.locator(".listing")).to_contain_text("battery staple")
