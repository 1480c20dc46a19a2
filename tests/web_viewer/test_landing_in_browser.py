"""The home page and a profile, on a computer and on a phone."""

import pytest
from playwright.async_api import expect

from notifier.models import BotAddress
from tests.browser import complaints_of
from tests.doors import bot_address_door
from tests.web_viewer.authors import House
from tests.web_viewer.tabs import tab


@pytest.fixture
async def bot(house: House) -> BotAddress:
    address = BotAddress("a_bot", "https://t.me/a_bot")
    await bot_address_door(house.sessions).save(address)
    return address


async def test_the_code_is_for_who_sits_at_a_desk(browser, port, bot):
    async with tab(browser) as page:
        complaints = complaints_of(page)
        await page.goto(f"http://127.0.0.1:{port}/")
        await expect(page.get_by_role("link", name="Open in Telegram")).to_be_visible()
        await expect(page.locator(".qr")).to_be_visible()
        assert complaints == []
    async with tab(browser, phone=True) as page:
        await page.goto(f"http://127.0.0.1:{port}/")
        await expect(page.get_by_role("link", name="Open in Telegram")).to_be_in_viewport()
        await expect(page.locator(".qr")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
async def test_a_profile_is_searched_on_a_phone(browser, port, alice, bot, script):
    await alice.publishes("wanted words", "A rather long title of a note " * 3)
    await alice.publishes("other words", "other")
    async with tab(browser, phone=True, script=script) as page:
        await page.goto(f"http://127.0.0.1:{port}/alice")
        await expect(page.get_by_role("link", name="Follow in Telegram")).to_be_in_viewport()
        await page.get_by_role("searchbox").fill("wanted")
        await page.keyboard.press("Enter")
        await expect(page.locator(".pastes li")).to_have_count(1)
        await expect(page.get_by_role("searchbox")).to_have_value("wanted")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
