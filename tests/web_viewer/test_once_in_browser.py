"""Pastes that can be read once, in a real browser."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from posts.models import Terms, Visibility
from tests.web_viewer.tabs import clipboard, is_headed, press, says, tab

BODY = "correct horse\n\tbattery staple\n"


@pytest.fixture
async def letter(alice):
    return await alice.publishes(BODY, "letter", terms=Terms(burn_after_read=True))


@pytest.mark.parametrize("script", [True, False])
async def test_a_confirmation_opens_it_and_it_is_gone(letter, reader, browser, script):
    async with tab(browser, reader.base, phone=script, script=script) as page:
        await page.goto("/alice")
        await page.goto(f"/{letter.url}")
        await page.reload()
        await is_headed(page, "You can open this only once")
        await press(page, "Open now")
        await expect(page.locator(".listing")).to_contain_text("battery staple")
        await expect(page.get_by_text("This text has been deleted")).to_be_visible()
        assert page.url == f"{reader.base}/{letter.url}"
        if script:
            await press(page, "Copy")
            await says(page, "Copied")
            assert await clipboard(page) == BODY
        await page.goto(f"/{letter.url}")
        await is_headed(page, "This has already been read")
        await page.go_back()
        await page.reload()
        await expect(page.locator("main").get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
async def test_it_can_be_downloaded_as_a_file(letter, reader, browser, script):
    async with tab(browser, reader.base, script=script) as page:
        await page.goto(f"/{letter.url}")
        async with page.expect_download() as download:
            await press(page, "Download as a file")
        file = await download.value
        assert file.suggested_filename == "letter.txt"
        assert await asyncio.to_thread(Path(await file.path()).read_text) == BODY
        assert (await reader.get(f"/{letter.url}")).status == 410
        if script:
            notice = page.locator("form").get_by_role("status")
            await expect(notice).to_have_text("Downloading. It can’t be opened here again.")
            await expect(page.get_by_role("button", name="Open now")).to_be_disabled()


async def test_a_second_click_on_the_button_sends_nothing(letter, reader, desk):
    first, clicked_again = asyncio.Event(), asyncio.Event()
    posted: list[Route] = []

    async def slow(route: Route) -> None:
        if route.request.method == "POST":
            posted.append(route)
            first.set()
            await clicked_again.wait()
        await route.continue_()

    await desk.goto(f"/{letter.url}")
    await desk.route(f"{reader.base}/**", slow)
    place = await desk.get_by_role("button", name="Open now").bounding_box()
    assert place
    await desk.mouse.click(place["x"] + 9, place["y"] + 9)
    await first.wait()
    await desk.mouse.click(place["x"] + 9, place["y"] + 9)
    clicked_again.set()
    await expect(desk.locator(".listing")).to_contain_text("battery staple")
    assert len(posted) == 1


_TRAP = """
<form method="post" action="{target}"></form>
<script>document.querySelector("form").submit()</script>
"""


async def test_a_page_of_another_site_cannot_submit_the_form(letter, reader, desk):
    target = f"{reader.base}/{letter.url}"
    await desk.route(
        "http://evil.example/",
        lambda route: route.fulfill(body=_TRAP.format(target=target), content_type="text/html"),
    )
    await desk.goto("http://evil.example/", wait_until="commit")
    await desk.wait_for_url(target)
    await is_headed(desk, "Another site tried to open this")
    assert (await reader.presses(f"/{letter.url}")).listing == BODY


async def test_a_private_one_is_opened_with_its_key(alice, scriptless):
    terms = Terms(visibility=Visibility.PRIVATE, burn_after_read=True)
    post = await alice.publishes(BODY, "letter", terms=terms)
    await scriptless.goto(f"/{post.url}?key={alice.key_to(post)}")
    await press(scriptless, "Open now")
    await expect(scriptless.locator(".listing")).to_contain_text("battery staple")
