"""axe-core finds no violation on any page (WCAG 2.2 A and AA, and its best practices)."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.web_viewer.authors import Author
from tests.web_viewer.every_page import PAGES, publish_everything
from tests.web_viewer.tabs import tab

# WCAG 2.2, 2.5.8: axe leaves it out unless it is asked to look.
_RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@pytest.fixture
async def everything(alice: Author) -> None:
    await publish_everything(alice)


async def violations(page: Page) -> list[str]:
    """Return the violations with their elements."""
    found = await Axe().run(page, options=_RULES)
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
async def test_nothing_is_wrong_on_any_page(everything, reader, browser, phone, dark):
    async with tab(browser, phone=phone, dark=dark, locale="ru-RU" if dark else "en-US") as page:
        found = {}
        for name, path in PAGES.items():
            await page.goto(reader.base + path)
            found[name] = await violations(page)
        assert {name: wrong for name, wrong in found.items() if wrong} == {}


async def test_no_violation_with_the_dialog_of_keys_or_a_notice_open(everything, reader, browser):
    async with tab(browser, dark=True) as page:
        await page.goto(f"{reader.base}/alice/code.py")
        await page.keyboard.press("c")
        await page.get_by_text("Copied").wait_for()
        assert await violations(page) == []
        await page.keyboard.press("?")
        assert await violations(page) == []


async def test_no_violation_on_a_burned_paste(everything, reader, browser):
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/alice/once")
        await page.get_by_role("button", name="Open now").click()
        await page.locator(".listing").wait_for()
        assert await violations(page) == []


async def test_an_error_would_be_found(reader, browser):
    async with tab(browser) as page:
        await page.goto(reader.base)
        await page.evaluate("document.querySelector('h1').style.color = 'lightgrey'")
        assert "color-contrast" in str(await violations(page))
